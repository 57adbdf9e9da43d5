import { beforeEach, describe, expect, it } from 'vitest';
import { config as applyTopics } from '../../../functions/jobs/applyTopics/config.ts';
import { config as relayOutbox } from '../../../functions/jobs/relayOutbox/config.ts';
import { commit, refuse } from '../../../lib/commit/commit.ts';
import { tablesOf } from '../../../lib/connect/connect.ts';
import { itemsIn } from '../../../lib/jobs/search.ts';
import type { Store } from '../../../lib/store/store.ts';
import { put, putIfAbsent, putIfVersion } from '../../../lib/store/store.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { type Cart, cart, carts, config } from '../../fixtures/staleCarts.ts';
import { jobOn, storeCarts, versionsOf } from './givenJobs.ts';

const none = { found: 0, done: 0, duplicate: 0, gone: 0, skipped: 0, waiting: 0, failed: 0, isComplete: true };

describe('a job', () => {
  let platform: Platform;
  let store: Store;
  beforeEach(async () => {
    platform = await openPlatform([config]);
    ({ store } = (await platform.open()(config)).connections);
  });
  const closed = async () =>
    (await platform.onTopic('cart.events'))
      .map(({ value }) => JSON.parse(`${Buffer.from(value ?? [])}`).cart_id)
      .sort();

  it('commits each item that it finds, over all pages, and what follows is published', async () => {
    await storeCarts(store, 'a', 'b', 'c', 'd', 'e', 'f', 'g');
    const run = jobOn(platform.open());
    expect(await run()).toEqual({ ...none, found: 7, done: 7 });
    expect(await versionsOf(store, 'a', 'd', 'g')).toEqual(['2', '2', '2']);
    expect(await closed()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    expect(platform.lines.map(({ message }) => message)).toContain('job.done');
    expect(await run()).toEqual(none);
    expect(await closed()).toHaveLength(7);
  });

  it('finds only what its query asks for, by its own settings and the clock', async () => {
    await storeCarts(store, 'a', 'b');
    const run = jobOn(platform.open(undefined, { STALE_MINUTES: '60' }));
    expect(await run()).toEqual({ ...none, found: 1, done: 1 });
    expect(await closed()).toEqual(['a']);
    platform.clock.nowMs += 60_000;
    expect(await run()).toMatchObject({ done: 1 });
    expect(await closed()).toEqual(['a', 'b']);
  });

  it('leaves what it skips as it is', async () => {
    await storeCarts(store, 'keep-1', 'b');
    const run = jobOn(platform.open());
    expect(await run()).toMatchObject({ found: 2, done: 1, skipped: 1 });
    expect(await run()).toMatchObject({ found: 1, done: 0, skipped: 1 });
    expect(await versionsOf(store, 'keep-1', 'b')).toEqual(['1 open', '2']);
  });

  it('decides on the item as it is, and not as the index shows it', async () => {
    await storeCarts(store, 'closed', 'touched', 'a');
    const stale = { items: [cart('closed', '2026-11-21T07:00:00.000Z'), cart('touched', '2026-11-21T07:01:00.000Z')] };
    const open = platform.open(({ store: real }) => ({
      store: { ...real, query: async () => stale as never },
    }));
    await store.transact(
      [
        put(carts, { pk: 'closed', sk: '-', version: 2, touchedAt: '2026-11-21T07:00:00.000Z' }),
        put(carts, { ...cart('touched', '2026-11-21T07:59:00.000Z'), version: 2 }),
      ],
      'moved',
    );
    expect(await jobOn(open)()).toEqual({ ...none, found: 2, gone: 2 });
    expect(await closed()).toEqual([]);
  });

  it('loads and decides again where another writer was faster', async () => {
    await storeCarts(store, 'a');
    let decisions = 0;
    const run = jobOn(platform.open(), {
      load: ({ pk }: Cart) => ({ same: { table: carts, pk, sk: '-' } }),
      decide: ({ open: _, ...found }: Cart, loaded: { same?: Cart }) => {
        decisions += 1;
        const version = loaded.same?.version ?? 0;
        return commit({ once: 'version', writes: [putIfVersion(carts, { ...found, version: version + 1 }, version)] });
      },
    } as never);
    const overtaking = platform.open((connections) => ({
      store: {
        ...connections.store,
        read: async (refs) => {
          const items = await connections.store.read(refs);
          if (decisions === 0 && refs.length === 2)
            await store.transact([put(carts, { ...cart('a', '2026-11-21T07:00:00.000Z'), version: 5 })], 'faster');
          return items;
        },
      },
    }));
    expect(await jobOn(overtaking)()).toMatchObject({ found: 1, done: 1 });
    expect(await versionsOf(store, 'a')).toEqual(['6']);
    expect(await run()).toEqual(none);
  });

  it('takes an item whose `once` is there for done', async () => {
    await storeCarts(store, 'a');
    const once = putIfAbsent(carts, { pk: 'reminded#a', sk: '-', version: 1, touchedAt: '2026-11-21T07:00:00.000Z' });
    const run = jobOn(platform.open(), { decide: () => commit({ once }) });
    expect(await run()).toMatchObject({ found: 1, done: 1 });
    expect(await run()).toMatchObject({ found: 1, done: 0, duplicate: 1 });
  });

  it('asks several queries, one after the other', async () => {
    await storeCarts(store, 'a', 'b', 'c');
    const inPartition = (from: string, to: string) =>
      itemsIn({ table: carts, index: 'byTouch', partition: 'open' }, { from, to, pageSize: 1 });
    const find = () => [
      inPartition('2026-11-21T07:02', '2026-11-21T07:03'),
      inPartition('2026-11-21T09', '2026-11-21T10'),
      inPartition('2026-11-21T07:00', '2026-11-21T07:01'),
    ];
    expect(await jobOn(platform.open(), { find })()).toEqual({ ...none, found: 2, done: 2 });
    expect(await closed()).toEqual(['a', 'c']);
  });

  it.each([
    ['nothing', () => undefined, 'undefined'],
    ['a promise', async () => [], 'an object'],
    ['a query that is not in a list', () => itemsIn({ table: carts, partition: 'a' }), 'an object'],
    ['a list of something else', () => [{}], 'a list'],
  ])('fails where its find returns %s, and says so', async (_, find, came) => {
    const run = jobOn(platform.open(), { find: find as never });
    await expect(run()).rejects.toMatchObject({ code: 'PROGRAMMER_ERROR' });
    const said = `closeStaleCarts.find returned ${came}; return a list of itemsIn(…)`;
    expect(platform.lines.at(-1)?.['error']).toContain(said);
  });

  it('has a table for how far it has come, which the relay has not', () => {
    expect(tablesOf(config).map(({ name }) => name)).toEqual(['outbox', 'jobs', 'carts']);
    expect(tablesOf(relayOutbox).map(({ name }) => name)).toEqual(['outbox']);
    expect(tablesOf(applyTopics)).toEqual([]);
  });

  it.each([0, 101, 1.5])('takes no page of %d items', (pageSize) => {
    expect(() => itemsIn({ table: carts, partition: 'a' }, { pageSize })).toThrow(
      `itemsIn carts: expected a pageSize of 1 to 100, came ${pageSize}`,
    );
  });

  it.each([
    ['nothing', () => undefined, 'closeStaleCarts.decide returned undefined; return commit(…), skip(…) or refuse(…)'],
    ['a promise', async () => commit({}), 'closeStaleCarts.decide must be synchronous: load what it needs in load'],
    ['a commit without once', () => commit({ writes: [] }), 'a commit that a repeat would write again: say once'],
    [
      'a version without a condition',
      () => commit({ once: 'version', writes: [put(carts, cart('x', 'y'))] }),
      'say once',
    ],
    ['a refusal', () => refuse('no such shop'), 'the decision refused the event: carts a -: no such shop'],
  ])('reports the item where its decision returns %s, and commits the others', async (_, answer, message) => {
    await storeCarts(store, 'a', 'b');
    const usual = jobOn(platform.open());
    const run = jobOn(platform.open(), {
      decide: ((found: { pk: string }) => (found.pk === 'a' ? answer() : refuse('not yet'))) as never,
    });
    expect(await run()).toMatchObject({ found: 2, failed: 2 });
    const line = platform.lines.find(({ item }) => item === 'carts a -');
    expect(line).toMatchObject({ level: 'warn', message: 'item.failed', failures: 1 });
    expect(line?.['error']).toContain(message);
    expect(await usual()).toMatchObject({ found: 2, done: 2 });
  });
});
