import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import { add, put } from '../../../lib/store/store.ts';
import { collecting, collectOrders, factsOf, numbers, type OrderFold, orderAt } from '../../fixtures/collecting.ts';
import { total } from '../../fixtures/counting.ts';
import { totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';

describe('a run that gives more than a transaction takes', () => {
  test('of 300 writes is folded in halves until it fits, and each record counts once', async () => {
    const platform = await openPlatform([collectOrders]);
    const sizes: number[] = [];
    const each: OrderFold = {
      fold: (run) => {
        sizes.push(run.events.length);
        return commit({ writes: run.events.map(({ id }) => put(totals, { pk: id, sk: '-', amount: 1 })) });
      },
    };
    const handler = collector(collectOrders, each, { open: platform.open() });
    const records = numbers(1, 300).map((offset) => orderAt(offset));
    expect((await platform.invoke(handler, records)).outcomes).toEqual(Array(300).fill('handled'));
    expect(sizes).toEqual([300, 150, 75, 75, 150, 75, 75]);
  });

  test('of 300 adds to one item is one write, and fits', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    await platform.invoke(
      handler,
      numbers(1, 300).map((offset) => orderAt(offset)),
    );
    expect(await total(platform)).toBe(300);
    expect(await factsOf(platform)).toHaveLength(300);
  });

  test('of 4 MB is folded in halves, too', async () => {
    const platform = await openPlatform([collectOrders]);
    const large: OrderFold = {
      fold: (run) => {
        const text = 'x'.repeat(300_000);
        return commit({ writes: run.events.map(({ id }) => put(totals, { pk: id, sk: '-', amount: 1, text })) });
      },
    };
    const handler = collector(collectOrders, large, { open: platform.open() });
    const records = numbers(1, 20).map((offset) => orderAt(offset));
    expect((await platform.invoke(handler, records)).outcomes).toEqual(Array(20).fill('handled'));
  });

  test('from one record alone is a dead letter, and only that', async () => {
    const platform = await openPlatform([collectOrders]);
    const exploding: OrderFold = {
      fold: (run) => {
        const writes = run.events.flatMap(({ id, data }) =>
          numbers(1, data.amount).map((n) => add(totalRef(`${id} ${n}`), { amount: 1 })),
        );
        return commit({ writes: [...writes, add(totalRef('o-1'), { amount: run.events.length })] });
      },
    };
    const handler = collector(collectOrders, exploding, { open: platform.open() });
    const records = numbers(1, 5).map((offset) => orderAt(offset, { amount: offset === 4 ? 120 : 1 }));
    const { reports } = await platform.invoke(handler, records);
    expect(reports.map(({ outcome, errorCode }) => errorCode ?? outcome)).toEqual([
      'handled',
      'handled',
      'handled',
      'STORE_LIMIT',
      'handled',
    ]);
    expect(await total(platform)).toBe(4);
  });

  test('since it writes one item twice is not summed up in silence, nor is anything of it lost', async () => {
    const platform = await openPlatform([collectOrders]);
    const setting: OrderFold = {
      fold: (run) => commit({ writes: run.events.map(({ id }) => add(totalRef('o-1'), { amount: 1 }, { last: id })) }),
    };
    const handler = collector(collectOrders, setting, { open: platform.open() });
    const records = numbers(1, 3).map((offset) => orderAt(offset));
    expect((await platform.invoke(handler, records)).outcomes).toEqual(['handled', 'handled', 'handled']);
    expect(await total(platform)).toBe(3);
  });
});
