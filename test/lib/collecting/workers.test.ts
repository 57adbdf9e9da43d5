import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import type { Connections } from '../../../lib/connect/connect.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import { put, type Write, type WriteFailure } from '../../../lib/store/store.ts';
import {
  collecting,
  collectOrders,
  factsOf,
  failingAt,
  numbers,
  type OrderFold,
  orderAt,
  watermarkOf,
} from '../../fixtures/collecting.ts';
import { total } from '../../fixtures/counting.ts';
import { once } from '../../fixtures/faultyStore.ts';
import { totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';

const five = numbers(0, 4).map((offset) => orderAt(offset));
const collects = (writes: readonly Write[]) => writes.some((write) => write.op === 'add');

/** Another worker settles these just before this one commits. */
const overtakenBy = (platform: Platform, records: typeof five) => {
  let isOvertaken = false;
  return ({ store }: Connections) => ({
    store: {
      ...store,
      transact: async (writes: readonly Write[], token: string) => {
        if (collects(writes) && !isOvertaken) {
          isOvertaken = true;
          await platform.invoke(collector(collectOrders, collecting, { open: platform.open() }), records);
        }
        return await store.transact(writes, token);
      },
    },
  });
};

describe('two workers on one partition', () => {
  test('count every record once: the loser loads again, and folds only what is left', async () => {
    const platform = await openPlatform([collectOrders]);
    const open = platform.open(overtakenBy(platform, five.slice(0, 3)));
    const { reports } = await platform.invoke(collector(collectOrders, collecting, { open }), five);
    const offsets = (wanted: string) => reports.flatMap(({ outcome, offset }) => (outcome === wanted ? [offset] : []));
    expect([offsets('handled'), offsets('duplicate')]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2],
    ]);
    expect(await total(platform)).toBe(5);
    expect(await factsOf(platform)).toEqual(numbers(0, 4).map((offset) => `0@${offset} e${offset}`));
    expect(await watermarkOf(platform)).toBe(4);
  });

  test('leave the object that the winner lists as the winner wrote it', async () => {
    const platform = await openPlatform([collectOrders]);
    // One record: the winner, which comes second, handles one at a time.
    const one = [orderAt(0)];
    const dating: OrderFold = {
      fold: (run, _, { nowMs }) => {
        const name = `facts/${run.name}`;
        const writes = [put(totals, { pk: 'order#o-1', sk: '-', amount: nowMs, object: name })];
        return commit({ writes, objects: [{ name, bytes: Buffer.from(String(nowMs)) }] });
      },
    };
    let isOvertaken = false;
    const overtaken = ({ objects }: Connections) => ({
      objects: {
        ...objects,
        put: async (name: string, bytes: Uint8Array) => {
          if (!isOvertaken) {
            isOvertaken = true;
            platform.clock.nowMs += 1_000;
            await platform.invoke(collector(collectOrders, dating, { open: platform.open() }), one);
          }
          await objects.put(name, bytes);
        },
      },
    });
    await platform.invoke(collector(collectOrders, dating, { open: platform.open(overtaken) }), one);
    const { store, objects } = (await platform.open()(collectOrders)).connections;
    const [listed] = await store.read([totalRef('o-1')]);
    const bytes = await objects.get(String(listed?.['object']));
    expect(listed?.['amount']).toBe(Date.parse('2026-11-21T08:00:01.000Z'));
    expect(String(bytes && Buffer.from(bytes))).toBe(String(listed?.['amount']));
  });

  test('dead-letter nothing that the other one counted', async () => {
    const platform = await openPlatform([collectOrders]);
    let isCounted = false;
    const buggy = failingAt('e0', () => {
      throw new TypeError('undefined is not a function');
    });
    const overtaken = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (writes: readonly Write[], token: string) => {
          const isLetter = writes.some((write) => write.op === 'put' && write.table.name === 'outbox');
          if (isLetter && !isCounted) {
            isCounted = true;
            await platform.invoke(collector(collectOrders, collecting, { open: platform.open() }), five.slice(0, 1));
          }
          return await store.transact(writes, token);
        },
      },
    });
    const handler = collector(collectOrders, buggy, { open: platform.open(overtaken) });
    expect((await platform.invoke(handler, five.slice(0, 1))).thrown).not.toBeNull();
    expect((await platform.invoke(handler, five.slice(0, 1))).outcomes).toEqual(['duplicate']);
    expect(await total(platform)).toBe(1);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });
});

describe('a transaction that meets another one in flight', () => {
  const conflict: WriteFailure[] = [{ index: 0, reason: 'conflict' }];

  test('has the run folded anew', async () => {
    const platform = await openPlatform([collectOrders]);
    const open = platform.open(once((writes) => (collects(writes) ? conflict : undefined)));
    expect((await platform.invoke(collector(collectOrders, collecting, { open }), five)).thrown).toBeNull();
    expect(await total(platform)).toBe(5);
  });

  test('again and again, has the run come again after five folds, and nothing is dead-lettered', async () => {
    const platform = await openPlatform([collectOrders]);
    let folds = 0;
    const always = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (writes: readonly Write[], token: string) => {
          if (!collects(writes)) return await store.transact(writes, token);
          folds += 1;
          return conflict;
        },
      },
    });
    const { reports } = await platform.invoke(
      collector(collectOrders, collecting, { open: platform.open(always) }),
      five,
    );
    expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual(
      Array(5).fill(['handed-back', 'STORE_CONTENDED']),
    );
    expect(folds).toBe(5);
  });
});
