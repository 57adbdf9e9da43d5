import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import { refOf } from '../../../lib/store/refs.ts';
import type { Write } from '../../../lib/store/store.ts';
import { collecting, collectOrders, factsOf, numbers, orderAt, watermarkOf } from '../../fixtures/collecting.ts';
import { placed, total } from '../../fixtures/counting.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const batch = numbers(10, 12).map((offset) => orderAt(offset));

/** Notes each transaction as the tables that it writes. */
const noting = (transactions: string[]) => {
  return ({ store }: Connections) => ({
    store: {
      ...store,
      transact: async (writes: readonly Write[], token: string) => {
        transactions.push(writes.map((write) => refOf(write).table.name).join(' '));
        return await store.transact(writes, token);
      },
    },
  });
};

describe('a collector', () => {
  test('counts every record once, however often its batch comes', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['handled', 'handled', 'handled']);
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(await total(platform)).toBe(3);
    expect(await factsOf(platform)).toEqual(['0@10 e10', '0@11 e11', '0@12 e12']);
  });

  test('counts of a batch that overlaps what it has only the rest', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    await platform.invoke(handler, batch);
    const { outcomes } = await platform.invoke(handler, [...batch.slice(1), orderAt(13)]);
    expect(outcomes).toEqual(['duplicate', 'duplicate', 'handled']);
    expect(await total(platform)).toBe(4);
  });

  test('counts an event that its publisher told twice as often as it was told', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    const twice = [10, 11].map((offset) => recordOf({ offset, value: placed('same', 5) }));
    expect((await platform.invoke(handler, twice)).outcomes).toEqual(['handled', 'handled']);
    expect(await total(platform)).toBe(10);
  });

  test('writes sums, list and watermark of a run in one transaction, and one add an item', async () => {
    const platform = await openPlatform([collectOrders]);
    const transactions: string[] = [];
    const handler = collector(collectOrders, collecting, { open: platform.open(noting(transactions)) });
    await platform.invoke(handler, batch);
    expect(transactions).toEqual(['progress', 'watermarks facts totals', 'progress']);
  });

  test('passes over events that it does not declare, and calls no fold for them alone', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    const other = (offset: number) => recordOf({ offset, value: { id: `x${offset}`, type: 'order.seen' } });
    const { outcomes } = await platform.invoke(handler, [other(1), orderAt(2), other(3)]);
    expect(outcomes).toEqual(['ignored', 'handled', 'ignored']);
    expect((await platform.invoke(handler, [other(4), other(5)])).outcomes).toEqual(['ignored', 'ignored']);
    expect(await watermarkOf(platform)).toBe(5);
    expect((await platform.invoke(handler, [other(5)])).outcomes).toEqual(['duplicate']);
    expect(await factsOf(platform)).toEqual(['0@2 e2']);
  });
});
