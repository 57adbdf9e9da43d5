import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import {
  brokenAt,
  collecting,
  collectOrders,
  failingAt,
  numbers,
  type OrderFold,
  orderAt,
  watermarkOf,
} from '../../fixtures/collecting.ts';
import { placed, total } from '../../fixtures/counting.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const redriven = (offset: number, count = 1) => orderAt(offset, { headers: [['x-replay-count', String(count)]] });

/** Calls the collector like somebody who replays. */
function replaying(platform: Platform, fold: OrderFold = collecting, change?: Parameters<Platform['open']>[0]) {
  const handler = collector(collectOrders, fold, { open: platform.open(change) });
  return Object.assign(
    (...[event, context]: Parameters<typeof handler>) =>
      handler(event, Object.assign(context, { clientContext: { custom: { replay: 'true' } } })),
    handler,
  );
}

const bug = () => {
  throw new TypeError('undefined is not a function');
};

describe('a replay', () => {
  test('is counted once, wherever the watermark stands, and does not move it', async () => {
    const platform = await openPlatform([collectOrders]);
    await platform.invoke(collector(collectOrders, collecting, { open: platform.open() }), [orderAt(40)]);
    const records = [orderAt(3), orderAt(90)];
    expect((await platform.invoke(replaying(platform), records)).outcomes).toEqual(['handled', 'handled']);
    expect((await platform.invoke(replaying(platform), records)).outcomes).toEqual(['duplicate', 'duplicate']);
    expect(await total(platform)).toBe(3);
    expect(await watermarkOf(platform)).toBe(40);
  });

  test('of other bytes at the same place is another record', async () => {
    const platform = await openPlatform([collectOrders]);
    await platform.invoke(replaying(platform), [orderAt(3)]);
    const { outcomes } = await platform.invoke(replaying(platform), [orderAt(3, { amount: 5 })]);
    expect(outcomes).toEqual(['handled']);
    expect(await total(platform)).toBe(6);
  });

  test('of a record that was counted, with headers that make it unreadable, is a duplicate and waits for nothing', async () => {
    const platform = await openPlatform([collectOrders]);
    const unversioned = { value: placed('e3', 1, { version: undefined }), offset: 3 };
    await platform.invoke(replaying(platform), [recordOf(unversioned)]);
    const odd = recordOf({ ...unversioned, headers: [['x-event-version', 'second']] });
    expect((await platform.invoke(replaying(platform), [odd])).outcomes).toEqual(['duplicate']);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
    const elsewhere = { ...odd, offset: 4 };
    const { reports } = await platform.invoke(replaying(platform), [elsewhere]);
    expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([['dead-letter', 'BAD_VERSION']]);
  });

  test('that fails leaves one letter, and says the next time how it failed', async () => {
    const platform = await openPlatform([collectOrders]);
    const records = [brokenAt(1), orderAt(2)];
    const handler = replaying(platform, failingAt('e2', bug));
    expect((await platform.invoke(handler, records)).outcomes).toEqual(['dead-letter', 'dead-letter']);
    const { reports } = await platform.invoke(handler, records);
    expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['duplicate', 'NOT_JSON'],
      ['duplicate', 'PROGRAMMER_ERROR'],
    ]);
    expect(await platform.onTopic('orders.dead')).toHaveLength(2);
    expect(await watermarkOf(platform)).toBeUndefined();
  });

  test('that left a letter before the record itself came has no second one follow', async () => {
    const platform = await openPlatform([collectOrders]);
    await platform.invoke(replaying(platform), [brokenAt(1)]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    expect((await platform.invoke(handler, [brokenAt(1)])).outcomes).toEqual(['duplicate']);
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
    expect(await watermarkOf(platform)).toBe(1);
  });

  test('that fails leaves no letter of what another one has counted meanwhile', async () => {
    const platform = await openPlatform([collectOrders]);
    let isCounted = false;
    const overtaken = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (...[writes, token]: Parameters<typeof store.transact>) => {
          if (!isCounted) {
            isCounted = true;
            await platform.invoke(replaying(platform), [orderAt(5)]);
          }
          return await store.transact(writes, token);
        },
      },
    });
    const failing = replaying(platform, failingAt('e5', bug), overtaken);
    expect((await platform.invoke(failing, [orderAt(5)])).thrown).not.toBeNull();
    expect((await platform.invoke(failing, [orderAt(5)])).outcomes).toEqual(['duplicate']);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });

  test('counts each of two records that tell the same', async () => {
    const platform = await openPlatform([collectOrders]);
    const twice = numbers(1, 2).map((offset) => ({ ...orderAt(1), offset }));
    expect((await platform.invoke(replaying(platform), twice)).outcomes).toEqual(['handled', 'handled']);
  });
});

describe('a re-drive of a dead letter', () => {
  test('is counted once, however often it is driven', async () => {
    const platform = await openPlatform([collectOrders]);
    await platform.invoke(collector(collectOrders, failingAt('e5', bug), { open: platform.open() }), [
      orderAt(4),
      orderAt(5),
    ]);
    expect(await total(platform)).toBe(1);
    const mended = collector(collectOrders, collecting, { open: platform.open() });
    expect((await platform.invoke(mended, [redriven(5)])).outcomes).toEqual(['handled']);
    expect((await platform.invoke(mended, [redriven(5)])).outcomes).toEqual(['duplicate']);
    expect((await platform.invoke(mended, [redriven(5, 2)])).outcomes).toEqual(['duplicate']);
    expect(await total(platform)).toBe(2);
    expect(await watermarkOf(platform)).toBe(5);
  });

  test('that fails again leaves another letter, and a later one may succeed', async () => {
    const platform = await openPlatform([collectOrders]);
    const buggy = collector(collectOrders, failingAt('e5', bug), { open: platform.open() });
    await platform.invoke(buggy, [orderAt(5)]);
    expect((await platform.invoke(buggy, [redriven(5)])).outcomes).toEqual(['dead-letter']);
    const mended = collector(collectOrders, collecting, { open: platform.open() });
    expect((await platform.invoke(mended, [redriven(5)])).outcomes).toEqual(['duplicate']);
    expect((await platform.invoke(mended, [redriven(5, 2)])).outcomes).toEqual(['handled']);
    expect(await platform.onTopic('orders.dead')).toHaveLength(2);
  });

  test('among records of a mapping cuts their run, and each is counted once', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    const records = [orderAt(4), redriven(5), orderAt(6), redriven(7)];
    expect((await platform.invoke(handler, records)).outcomes).toEqual(Array(4).fill('handled'));
    expect(await watermarkOf(platform)).toBe(6);
    expect((await platform.invoke(handler, records)).outcomes).toEqual(Array(4).fill('duplicate'));
    expect(await total(platform)).toBe(4);
  });
});
