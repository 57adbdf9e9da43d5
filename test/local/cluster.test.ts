import { expect, it } from 'vitest';
import { clusterAt } from '../../local/cluster.ts';

it('events name the brokers that the stack runs on', () => {
  expect(clusterAt(['127.0.0.1:5001', '127.0.0.1:5002']).bootstrapServers).toBe('127.0.0.1:5001,127.0.0.1:5002');
  expect(clusterAt(null).bootstrapServers).toBe('127.0.0.1:40093');
});
