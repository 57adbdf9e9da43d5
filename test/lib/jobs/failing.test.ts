import { beforeEach, describe, expect, it } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { putIfVersion, type Store } from '../../../lib/store/store.ts';
import { jobs } from '../../../lib/tables/jobs.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { type Cart, carts, config } from '../../fixtures/staleCarts.ts';
import { jobOn, storeCarts, versionsOf } from './givenJobs.ts';

const MINUTE_MS = 60_000;
const close = ({ open: _, ...cart }: Cart) =>
  commit({ once: 'version', writes: [putIfVersion(carts, { ...cart, version: cart.version + 1 }, cart.version)] });

describe('an item that a job fails at', () => {
  let platform: Platform;
  let store: Store;
  let isBroken: boolean;
  beforeEach(async () => {
    platform = await openPlatform([config]);
    ({ store } = (await platform.open()(config)).connections);
    isBroken = true;
  });
  const failingAt = (id: string) =>
    jobOn(platform.open(), {
      decide: ((cart: Cart) => {
        if (isBroken && cart.pk === id) throw new TypeError(`no price of ${id}`);
        return close(cart);
      }) as never,
    });
  const told = () =>
    platform.lines.flatMap(({ message, level, failures, nextTry }) =>
      String(message).startsWith('item.') ? [[level, message, failures, nextTry]] : [],
    );

  it('harms no other, is tried again by each run, and after five becomes an alarm with growing pauses', async () => {
    await storeCarts(store, 'a', 'b', 'c');
    const run = failingAt('b');
    expect(await run()).toMatchObject({ found: 3, done: 2, failed: 1 });
    expect(await versionsOf(store, 'a', 'b', 'c')).toEqual(['2', '1 open', '2']);
    for (let n = 2; n <= 5; n += 1) expect(await run()).toMatchObject({ found: 1, failed: 1 });
    expect(await run()).toMatchObject({ found: 1, failed: 0, waiting: 1 });
    platform.clock.nowMs += 10 * MINUTE_MS;
    expect(await run()).toMatchObject({ failed: 1 });
    platform.clock.nowMs += 10 * MINUTE_MS;
    expect(await run()).toMatchObject({ waiting: 1 });
    platform.clock.nowMs += 10 * MINUTE_MS;
    expect(await run()).toMatchObject({ failed: 1 });
    expect(told()).toEqual([
      ['warn', 'item.failed', 1, undefined],
      ['warn', 'item.failed', 2, undefined],
      ['warn', 'item.failed', 3, undefined],
      ['warn', 'item.failed', 4, undefined],
      ['error', 'item.stuck', 5, '2026-11-21T08:10:00.000Z'],
      ['error', 'item.stuck', 6, '2026-11-21T08:30:00.000Z'],
      ['error', 'item.stuck', 7, '2026-11-21T09:10:00.000Z'],
    ]);
  });

  it('waits less than a day, however often it failed', async () => {
    await storeCarts(store, 'a');
    const run = failingAt('a');
    for (let n = 1; n <= 20; n += 1) {
      await run();
      platform.clock.nowMs += 24 * 60 * MINUTE_MS;
    }
    expect(told().map(([, , failures]) => failures)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  it('is forgotten as a failing one by the commit that ends it', async () => {
    await storeCarts(store, 'a');
    const run = failingAt('a');
    await run();
    isBroken = false;
    expect(await run()).toMatchObject({ done: 1 });
    expect((await store.query({ table: jobs, partition: 'closeStaleCarts' })).items).toEqual([]);
  });

  it('is not to blame where the code fails at most of ten', async () => {
    const ids = Array.from({ length: 12 }, (_, n) => `c${n}`);
    await storeCarts(store, ...ids);
    const run = jobOn(platform.open(), {
      find: () => [{ from: { table: carts, index: 'byTouch', partition: 'open' }, range: {}, pageSize: 100 }],
      decide: ((cart: Cart) => {
        if (isBroken && cart.pk !== 'c0') throw new TypeError('no price');
        return close(cart);
      }) as never,
    });
    await expect(run()).rejects.toMatchObject({ code: 'PROGRAMMER_ERROR' });
    expect(platform.lines.at(-1)).toMatchObject({ level: 'error', message: 'invocation.failed' });
    expect(platform.lines.at(-1)?.['error']).toContain('11 of 12 items of one page, first carts c1 -');
    expect(told()).toEqual([]);
    isBroken = false;
    expect(await run()).toMatchObject({ done: 11, failed: 0 });
  });

  it.each(['STORE_UNAVAILABLE', 'THROTTLED', 'NOT_AUTHORISED'] as const)('is not counted for %s', async (code) => {
    await storeCarts(store, 'a', 'b');
    const open = platform.open(({ store: real }) => ({
      store: {
        ...real,
        transact: async (writes, token) => {
          if (isBroken && writes.some((write) => write.op === 'put' && write.table === carts))
            throw new Fault(code, 'no');
          return await real.transact(writes, token);
        },
      },
    }));
    const run = jobOn(open);
    await expect(run()).rejects.toMatchObject({ code });
    expect(told()).toEqual([]);
    isBroken = false;
    expect(await run()).toMatchObject({ done: 2, isComplete: true });
  });
});
