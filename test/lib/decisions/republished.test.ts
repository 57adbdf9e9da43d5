import { expect, test } from 'vitest';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const at = (offset: number, value: unknown, partition = 0) => recordOf({ offset, partition, value });
const { id: _, ...nameless } = placed('e1', 5, { timestamp: '2026-11-21T07:59:00.250Z' });
const { timestamp: __, ...timeless } = nameless;

async function told(...records: readonly ReturnType<typeof recordOf>[]) {
  const platform = await openPlatform([countOrders]);
  const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
  const outcomes: string[] = [];
  for (const record of records) outcomes.push(...(await platform.invoke(handler, [record])).outcomes);
  const letters = await platform.onTopic('orders.dead');
  return { outcomes, total: await total(platform), letters: letters.length };
}

test.each([
  ['by its id', placed('e1', 5), placed('e1', 5)],
  ['without an id, by its bytes, where it tells its own time', nameless, nameless],
])('a record that was handled is a duplicate where it is published anew, %s', async (_name, first, again) => {
  expect(await told(at(1, first), at(9, again), at(4, again, 1))).toEqual({
    outcomes: ['handled', 'duplicate', 'duplicate'],
    total: 5,
    letters: 0,
  });
});

test.each([
  ['another time', { ...nameless, timestamp: '2026-11-21T07:59:00.251Z' }],
  ['another field', { ...nameless, amount: 6 }],
])('an event without an id that tells %s is another event', async (_name, other) => {
  const { outcomes } = await told(at(1, nameless), at(2, other));
  expect(outcomes).toEqual(['handled', 'handled']);
});

test.each([
  ['no time', timeless],
  ['a time to the second', { ...timeless, timestamp: '2026-11-21T07:59:00Z' }],
])(
  'an event without an id that tells %s may have happened twice: it takes effect at each of its places, once',
  async (_name, event) => {
    const { outcomes, total: sum } = await told(at(1, event), at(1, event), at(2, event));
    expect([outcomes, sum]).toEqual([['handled', 'duplicate', 'handled'], 10]);
  },
);

test('a record that was dead-lettered stays so at its place, and has another chance at a new one', async () => {
  const broken = placed('e1', 5, { amount: null });
  expect(await told(at(1, broken), at(1, broken), at(2, broken), at(3, placed('e1', 5)))).toEqual({
    outcomes: ['dead-letter', 'duplicate', 'dead-letter', 'handled'],
    total: 5,
    letters: 2,
  });
});
