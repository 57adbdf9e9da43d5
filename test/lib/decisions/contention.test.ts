import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { consumer, delivery } from '../../../lib/consumer/constructors.ts';
import type { Write, WriteFailure } from '../../../lib/store/store.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { once, puts } from '../../fixtures/faultyStore.ts';
import { countOrders, mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';
import { recordOf } from '../../fixtures/records.ts';

const conflict: WriteFailure[] = [{ index: 0, reason: 'conflict' }];
const conflictOn = (state: string) => once((writes) => (puts(state)(writes) ? conflict : undefined));

describe('a transaction that meets another one in flight', () => {
  test('decides anew: it says nothing about what is there', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(
      countOrders,
      { 'order.placed': counting },
      { open: platform.open(conflictOn('completed')) },
    );
    expect((await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })])).outcomes).toEqual(['handled']);
    expect(await total(platform)).toBe(5);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });

  test('is no settled failure: the record gets its letter', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(
      countOrders,
      { 'order.placed': counting },
      { open: platform.open(conflictOn('dead-lettered')) },
    );
    const records = [recordOf({ value: '{"broken' })];
    expect((await platform.invoke(handler, records)).outcomes).toEqual(['dead-letter']);
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
  });

  test('again and again, has the record come again', async () => {
    const platform = await openPlatform([countOrders]);
    const always = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (writes: readonly Write[], token: string) =>
          puts('dead-lettered')(writes) ? conflict : await store.transact(writes, token),
      },
    });
    const records = [recordOf({ value: '{"broken' })];
    const contended = consumer(countOrders, { 'order.placed': counting }, { open: platform.open(always) });
    expect((await platform.invoke(contended, records)).outcomes).toEqual(['handed-back']);
    const next = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    expect((await platform.invoke(next, records)).outcomes).toEqual(['dead-letter']);
  });

  test.each(['sending', 'completed'])('does not cost the claim on its way to %s', async (state) => {
    const platform = await openPlatform([mailReceipts]);
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(conflictOn(state)) });
    expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['handled']);
    expect(mailsIn(platform)).toHaveLength(1);
  });
});
