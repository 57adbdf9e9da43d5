import { expect, test } from 'vitest';
import { counterKey, countOne, shardsOf, sumByDay } from '../../domain/analytics/counters.ts';

const shard = (sk: string, count: number) => ({ pk: 'counter#user.registered', sk, count });

test('every writer adds to a shard of its own, day by day', () => {
  expect(countOne('user.registered', '2026-11-21', 'user.events-2')).toMatchObject({
    op: 'add',
    ref: { pk: counterKey('user.registered'), sk: '2026-11-21#user.events-2' },
    amounts: { count: 1 },
  });
});

test('shards are summed by day', () => {
  const shards = [
    shard('2026-11-20#user.events-0', 2),
    shard('2026-11-20#user_registered-1', 3),
    shard('2026-11-21#user.events-0', 4),
  ];
  expect(sumByDay(shards)).toEqual([
    { day: '2026-11-20', count: 5 },
    { day: '2026-11-21', count: 4 },
  ]);
  expect(sumByDay([])).toEqual([]);
});

test.each([
  ['2026-11-19#user.events-0', false],
  ['2026-11-20#user.events-0', true],
  ['2026-11-21#user_registered-2', true],
  ['2026-11-22#a', false],
])('%s is within the two days: %s', (sk, isWithin) => {
  const { from = '', to = '' } = shardsOf({ from: '2026-11-20', to: '2026-11-21' });
  expect(from <= sk && sk <= to).toBe(isWithin);
});
