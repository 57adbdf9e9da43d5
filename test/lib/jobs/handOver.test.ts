import { beforeEach, describe, expect, it } from 'vitest';
import { skip } from '../../../lib/commit/commit.ts';
import { cron } from '../../../lib/declare/schedule.ts';
import { itemsIn } from '../../../lib/jobs/search.ts';
import { ref, type Store } from '../../../lib/store/store.ts';
import { jobs } from '../../../lib/tables/jobs.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { carts, config } from '../../fixtures/staleCarts.ts';
import { jobOn, storeCarts } from './givenJobs.ts';

describe('a run whose time is over before all is done', () => {
  let platform: Platform;
  let store: Store;
  let seen: string[];
  beforeEach(async () => {
    platform = await openPlatform([config]);
    ({ store } = (await platform.open()(config)).connections);
    seen = [];
  });
  /** Skipped items stay found, so that only the checkpoint leads past them. */
  const passing = {
    decide: ({ pk }: { pk: string }) => {
      seen.push(pk);
      return skip('seen');
    },
  };
  /** Time for so many pages, then none. */
  const pages = (count: number) => {
    const until = seen.length + 3 * count;
    return () => (seen.length < until ? 30_000 : 1_000);
  };
  const checkpoint = async () => (await store.read([ref(jobs, 'closeStaleCarts', 'checkpoint')]))[0];

  it('leaves the rest to the next one, which goes on there and then looks at the beginning once more', async () => {
    await storeCarts(store, 'a', 'b', 'c', 'd', 'e', 'f', 'g');
    const run = jobOn(platform.open(), passing);
    expect(await run({ remainingMs: pages(1) })).toMatchObject({ found: 3, isComplete: false });
    expect(await checkpoint()).toMatchObject({ search: 0, of: 'carts by byTouch open', crashes: 0 });
    expect(await run({ remainingMs: pages(1) })).toMatchObject({ found: 3, isComplete: false });
    expect(seen.join('')).toBe('abcdef');
    expect(await run()).toMatchObject({ found: 8, isComplete: true });
    expect(seen.join('')).toBe('abcdefgabcdefg');
    expect(await checkpoint()).toBeUndefined();
    expect(await run()).toMatchObject({ found: 7, isComplete: true });
  });

  it('starts over where its query asks for something else by then', async () => {
    await storeCarts(store, 'a', 'b', 'c', 'd');
    await jobOn(platform.open(), passing)({ remainingMs: pages(1) });
    const find = (partition: string) => () => [itemsIn({ table: carts, index: 'byTouch', partition }, { pageSize: 3 })];
    expect(await jobOn(platform.open(), { ...passing, find: find('shut') })()).toMatchObject({ found: 0 });
    expect(await checkpoint()).toBeUndefined();
    await jobOn(platform.open(), passing)({ remainingMs: pages(1) });
    const later = () => [
      itemsIn({ table: carts, index: 'byTouch', partition: 'open' }, { from: '2026-11-21T07:03', pageSize: 3 }),
    ];
    seen = [];
    expect(await jobOn(platform.open(), { ...passing, find: later })()).toMatchObject({ isComplete: true });
    expect(seen).toEqual(['d', 'd']);
  });

  it('by a cron expression asks Lambda for another try, for its next run may be a day away', async () => {
    await storeCarts(store, 'a', 'b', 'c', 'd');
    const nightly = { ...config, schedule: cron('0 2 * * ? *') };
    const run = jobOn(platform.open(), passing, nightly);
    await expect(run({ remainingMs: pages(1) })).rejects.toMatchObject({ code: 'TOO_LATE' });
    expect(platform.lines.at(-1)).toMatchObject({ level: 'info', message: 'invocation.unfinished' });
    expect(await run()).toMatchObject({ found: 5, isComplete: true });
    expect(seen.join('')).toBe('abcdabcd');
  });
});
