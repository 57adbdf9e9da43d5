/** Where others go wrong: a test for each, beside those that stand elsewhere (docs/what-happens-when.md lists all). */
import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { consumer, delivery } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import type { Email, Mail } from '../../../lib/mail/mail.ts';
import { markRef } from '../../../lib/tables/marks.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders, mailReceipts, type orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';
import { recordOf } from '../../fixtures/records.ts';

describe('a lease', () => {
  test.each([
    ['a moment before it ends, in the next second', 4_999, 'handed-back'],
    ['when it has ended', 5_001, 'handled'],
  ])('is measured by the clock and not within its second: %s', async (_, laterMs, outcome) => {
    const platform = await openPlatform([mailReceipts]);
    platform.clock.nowMs = Date.parse('2026-11-21T08:00:00.900Z');
    const { connections } = await platform.open()(mailReceipts);
    const key = await claimByDeadWorker(platform);
    platform.clock.nowMs += laterMs;
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open() });
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual([outcome]);
    const [mark] = await connections.store.read([markRef('mailReceipts', key)]);
    expect(mark?.['state']).toBe(outcome === 'handled' ? 'completed' : 'claimed');
  });
});

/** It never comes back from claiming. Answers the key that it holds. */
async function claimByDeadWorker(platform: Platform): Promise<string> {
  const claimed = Promise.withResolvers<string>();
  const dying = ({ store }: Connections) => ({
    store: {
      ...store,
      writeEach: async (writes: Parameters<typeof store.writeEach>[0]) => {
        const outcomes = await store.writeEach(writes);
        const [write] = writes;
        if (write?.op !== 'put' || write.item['state'] !== 'claimed') return outcomes;
        claimed.resolve(write.item.pk.replace('mailReceipts#', ''));
        return await new Promise<never>(() => undefined);
      },
    },
  });
  const worker = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(dying) });
  void platform.invoke(worker, [order(0)]);
  return await claimed.promise;
}

test('an event is not marked as seen before its handler has succeeded', async () => {
  const platform = await openPlatform([countOrders]);
  let left = 1;
  const failing: Decider<typeof orderPlaced> = {
    decide: (event, loaded, context) => {
      if (left-- > 0) throw new Error('reset by peer');
      return counting.decide(event, loaded, context);
    },
  };
  const handler = consumer(countOrders, { 'order.placed': failing }, { open: platform.open() });
  const { reports } = await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })]);
  expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([['handled', 2]]);
  expect(await total(platform)).toBe(5);
});

test('a handler that changes its event does not change what a repeat is recognised by', async () => {
  const platform = await openPlatform([countOrders]);
  const meddling: Decider<typeof orderPlaced> = {
    decide: (event, loaded, context) => {
      const decision = counting.decide(event, loaded, context);
      const data = event.data as unknown as { amount: number; extra: { list: number[] } };
      data.amount = 0;
      data.extra.list.push(1);
      Object.assign(event, { id: 'another' });
      return decision;
    },
  };
  const handler = consumer(countOrders, { 'order.placed': meddling }, { open: platform.open() });
  const record = recordOf({ value: placed('e1', 5, { extra: { list: [] } }) });
  expect((await platform.invoke(handler, [record])).outcomes).toEqual(['handled']);
  expect((await platform.invoke(handler, [record])).outcomes).toEqual(['duplicate']);
  expect(await total(platform)).toBe(5);
});

test('a healthy partition does not reset the tries of another one', async () => {
  const platform = await openPlatform([countOrders]);
  const failing: Decider<typeof orderPlaced> = {
    decide: (event, loaded, context) => {
      if (event.data.order_id === 'ill') throw new Error('reset by peer');
      return counting.decide(event, loaded, context);
    },
  };
  const handler = consumer(countOrders, { 'order.placed': failing }, { open: platform.open() });
  const healthy = [0, 1, 2, 3].map((offset) => recordOf({ partition: 1, offset, value: placed(`e${offset}`, 1) }));
  const ill = recordOf({ partition: 0, key: 'ill', value: placed('ill', 1, { order_id: 'ill' }) });
  const { reports } = await platform.invoke(handler, [ill, ...healthy]);
  expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
    ['dead-letter', 3],
    ['handled', 1],
    ['handled', 1],
    ['handled', 1],
    ['handled', 1],
  ]);
});

test('a claim is not given back by one who no longer holds it', async () => {
  const platform = await openPlatform([mailReceipts]);
  const usurped = ({ mail }: Connections) => ({
    mail: {
      takesKeys: true,
      send: async (email: Email, options: Parameters<Mail['send']>[1]) => {
        platform.clock.nowMs += 20_000;
        const successor = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open() });
        expect((await platform.invoke(successor, [order(0)])).outcomes).toEqual(['handled']);
        await mail.send(email, options);
        throw new Fault('DEPENDENCY_UNAVAILABLE', 'sending is paused');
      },
    },
  });
  const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(usurped) });
  await platform.invoke(handler, [order(0)]);
  const later = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open() });
  expect((await platform.invoke(later, [order(0)])).outcomes).toEqual(['duplicate']);
  expect(mailsIn(platform)).toHaveLength(1);
});
