import { expect, test } from 'vitest';
import { spreadOver } from '../../../lib/store/spread.ts';

test('a text belongs to one of the partitions, the same for ever: items stand there already', () => {
  expect(spreadOver('users', 3).all).toEqual(['users-0', 'users-1', 'users-2']);
  expect(spreadOver('users', 16).of('42')).toBe('users-7');
  expect(spreadOver('outbox', 64).of('user#42')).toBe('outbox-30');
});
