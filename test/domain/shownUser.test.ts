import { expect, test } from 'vitest';
import { shownUser } from '../../domain/users/shownUser.ts';

test('what was told twice under one foreign id, and differs, is told apart', () => {
  const showing = (value: string) => {
    const username = { at: '2026-11-21T09:00:00.000Z', id: 'f-1', value };
    return shownUser({ pk: 'user#42', sk: '-', version: 0, own: {}, foreign: { username } }).beside;
  };
  expect(showing('bo')).toMatch(/^[\w-]{12}$/);
  expect(showing('bo')).toBe(showing('bo'));
  expect(showing('bo')).not.toBe(showing('cy'));
});
