import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { add } from '../../../lib/store/store.ts';
import { marks } from '../../../lib/tables/marks.ts';
import { placed, total } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced, totalRef } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const LONG = 'x'.repeat(3_000);
const HALF = 'o-\ud800';

/** Loads the order that an event names, which is where a store refuses a key. */
const loading: Decider<typeof orderPlaced> = {
  load: ({ data }) => ({ total: totalRef(data.order_id) }),
  decide: ({ data }) => commit({ writes: [add(totalRef(data.order_id), { amount: data.amount })] }),
};

/** Its `load` throws of itself. */
const stumbling: Decider<typeof orderPlaced> = {
  ...loading,
  load: ({ data }) => {
    if (data.order_id.length > 100 || !data.order_id.isWellFormed()) throw new RangeError('no such order');
    return { total: totalRef(data.order_id) };
  },
};

const order = (offset: number, id: string, order_id = 'o-1', more: Partial<KafkaRecord> = {}) => ({
  ...recordOf({ offset, value: placed(id, 5, { order_id }) }),
  ...more,
});

async function openWith(decider: Decider<typeof orderPlaced>) {
  const platform = await openPlatform([countOrders]);
  const handler = consumer(countOrders, { 'order.placed': decider }, { open: platform.open() });
  const outcomes = async (batch: KafkaRecord[]) => {
    const { reports } = await platform.invoke(handler, batch);
    return reports.map(({ outcome, errorCode }) => [outcome, errorCode].filter(Boolean).join(' '));
  };
  return { platform, outcomes };
}

describe.each([
  ['whose load asks for a key that no store holds', loading],
  ['whose load throws', stumbling],
])('an event with the id of one that was handled, %s,', (_, decider) => {
  test.each([
    ['too long', LONG],
    ['half a surrogate pair', HALF],
  ])('is a conflict, and holds up nothing behind it: %s', async (__, orderId) => {
    const { platform, outcomes } = await openWith(decider);
    const pair = [order(0, 'e1'), order(1, 'e1', orderId)];
    const behind = Array.from({ length: 20 }, (___, n) => order(2 + n, `later-${n}`));
    expect(await outcomes([...pair, ...behind])).toEqual([
      'handled',
      'dead-letter ID_REUSED',
      ...behind.map(() => 'handled'),
    ]);
    expect(await outcomes(pair)).toEqual(['duplicate', 'duplicate ID_REUSED']);
    expect(await total(platform)).toBe(21 * 5);
  });

  test('is a duplicate where another topic told the first one', async () => {
    const { platform, outcomes } = await openWith(decider);
    await outcomes([order(0, 'e1')]);
    const told = { action: 'place', event_id: 'e1', order_id: LONG, amount: 5 };
    expect(await outcomes([recordOf({ topic: 'old-orders', value: told })])).toEqual(['duplicate']);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });
});

test('a record that names such a key and no earlier event is one dead letter, whatever is handled beside it', async () => {
  const { outcomes } = await openWith(loading);
  const batch = [0, 1, 2, 3].map((n) =>
    order(n, `e${n}`, n % 2 === 1 ? LONG : `o-${n}`, { key: Buffer.from(`k${n}`) }),
  );
  expect((await outcomes(batch)).toSorted()).toEqual([
    'dead-letter STORE_LIMIT',
    'dead-letter STORE_LIMIT',
    'handled',
    'handled',
  ]);
  expect((await outcomes(batch)).toSorted()).toEqual([
    'duplicate',
    'duplicate',
    'duplicate STORE_LIMIT',
    'duplicate STORE_LIMIT',
  ]);
});

test('an event whose id no item could hold is handled, and known when it comes again', async () => {
  const { platform, outcomes } = await openWith(loading);
  const huge = order(0, '😀'.repeat(120_000));
  expect(await outcomes([huge])).toEqual(['handled']);
  expect(await outcomes([huge])).toEqual(['duplicate']);
  const { store } = (await platform.open()(countOrders)).connections;
  const { items } = await store.query({ table: marks, partition: 'countOrders#orders-0#failed' });
  expect(items).toEqual([]);
});
