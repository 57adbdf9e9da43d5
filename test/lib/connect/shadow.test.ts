import { expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { consumer, delivery } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { add } from '../../../lib/store/store.ts';
import { placed, total } from '../../fixtures/counting.ts';
import { countOrders, mailReceipts, orderCounted, type orderPlaced, totalRef } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';
import { recordOf } from '../../fixtures/records.ts';

const shadow = { SHADOW: 'true' };

/** Counts, and tells that it did. */
const telling: Decider<typeof orderPlaced> = {
  decide: ({ data }) =>
    commit({
      writes: [add(totalRef(data.order_id), { amount: data.amount })],
      events: [orderCounted({ order_id: data.order_id, count: 1 })],
    }),
};

test('a consumer in shadow keeps its own state, and only tells what it would have published', async () => {
  const platform = await openPlatform([countOrders]);
  const handler = consumer(countOrders, { 'order.placed': telling }, { open: platform.open(undefined, shadow) });
  const batch = [recordOf({ value: placed('e1', 5) }), recordOf({ offset: 1, value: '{broken' })];
  expect((await platform.invoke(handler, batch)).outcomes).toEqual(['handled', 'dead-letter']);
  expect((await platform.invoke(handler, batch)).outcomes).toEqual(['duplicate', 'duplicate']);
  expect(await total(platform)).toBe(5);
  expect([await platform.onTopic('shipments'), await platform.onTopic('orders.dead')]).toEqual([[], []]);
  const told = platform.lines.filter(({ message }) => message === 'shadow.would-publish').map(({ topic }) => topic);
  expect(told.sort()).toEqual(['orders.dead', 'shipments']);
});

test('a delivery in shadow sends nothing, and tells that it would have, once and without the address', async () => {
  const platform = await openPlatform([mailReceipts]);
  const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(undefined, shadow) });
  await platform.invoke(handler, [order(0), order(1)]);
  expect(mailsIn(platform)).toEqual([]);
  const told = platform.lines.filter(({ message }) => message === 'shadow.would-send');
  expect(told).toMatchObject([{ channel: 'mail', recipients: 1 }]);
  expect(JSON.stringify(platform.lines)).not.toContain('jane@');
});
