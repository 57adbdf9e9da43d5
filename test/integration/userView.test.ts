import { describe, expect, test } from 'vitest';
import { userViews, viewRefs } from '../../domain/users/view.ts';
import { config } from '../../functions/consumers/updateUserView/config.ts';
import { updateUserView } from '../../functions/consumers/updateUserView/updateUserView.ts';
import { tablesOf } from '../../lib/connect/connect.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { alike } from '../../lib/decisions/decider.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { chunksOf } from '../../lib/store/chunks.ts';
import { groupingStore } from '../../lib/store/grouping.ts';
import { defineTable, put, ref, remove, type Store, type Write } from '../../lib/store/store.ts';
import { rebuildTables, rebuildUserViews } from '../../ops/rebuildUserViews.ts';
import { openPlatform, type Platform } from '../fixtures/platform.ts';
import type { Items } from '../fixtures/userItems.ts';
import { recordWrites, type Sample, sampleUsers } from '../fixtures/userSamples.ts';
import { createTables, dynamoAt } from '../lib/store/openDynamo.ts';
import { realPart } from '../real/available.ts';

const tables = [...new Map([...tablesOf(config), ...rebuildTables].map((table) => [table.name, table])).values()];

interface Given {
  platform: Platform;
  store: Store;
}

async function onDynamo(address: string): Promise<Given> {
  const tableName = await createTables(address, tables);
  return { platform: await openPlatform([config]), store: groupingStore(dynamoAt(address, tableName, tables)) };
}

async function onSqlite(): Promise<Given> {
  const platform = await openPlatform([config]);
  const { connections } = await platform.open()({ ...config, uses: tables.map((table) => ({ kind: 'table', table })) });
  return { platform, store: connections.store };
}

/** Delivers like Lambda: records that are handed back come again. */
async function tell(records: readonly KafkaRecord[], { platform, store }: Given): Promise<void> {
  const handler = consumer(config, alike(config.events, updateUserView), { open: platform.open(() => ({ store })) });
  for (let tries = 1; records.length > 0; tries += 1) {
    const { thrown, outcomes } = await platform.invoke(handler, records);
    if (thrown === null) return expect(outcomes).not.toContain('dead-letter');
    expect(tries, thrown).toBeLessThan(10);
  }
}

async function itemsOf(ids: readonly string[], store: Store): Promise<Items[]> {
  const found = ids.map(async (id): Promise<Items> => {
    const [view, kept] = await store.read(Object.values(viewRefs(id)));
    return { view, kept } as Items;
  });
  return await Promise.all(found);
}

async function writeAll(writes: readonly Write[], store: Store): Promise<void> {
  for (const chunk of chunksOf(writes, 100)) expect(await store.transact(chunk, crypto.randomUUID())).toEqual([]);
}

async function rebuild(store: Store) {
  const done = { lists: 0, users: 0, rebuilt: 0, right: 0, left: 0 };
  await rebuildUserViews(store, done);
  return done;
}

const idsOf = (samples: readonly Sample[]) => samples.map(({ id }) => id);
/** Somebody loses tombstones too: the store itself takes no such removal through our table. */
const lost = defineTable({ name: userViews.name });
const dropAll = (samples: readonly Sample[], store: Store) =>
  writeAll(
    idsOf(samples).map((id) => remove(ref(lost, viewRefs(id).view.pk))),
    store,
  );

function suite(open: () => Promise<Given>): void {
  test('events of many users, on three topics, several times and in any order, give each the one view', async () => {
    const given = await open();
    const samples = sampleUsers(60, 1);
    // One batch, so that the topics of a user race; and all of it again, one by one backwards.
    await tell(
      samples.flatMap(({ order }) => order),
      given,
    );
    expect(await itemsOf(idsOf(samples), given.store)).toEqual(samples.map(({ expected }) => expected));
    await tell(
      samples.flatMap(({ order }) => order.toReversed()),
      given,
    );
    expect(await itemsOf(idsOf(samples), given.store)).toEqual(samples.map(({ expected }) => expected));
  });

  test('views that are gone or damaged are made anew just as events built them, and right ones are not written', async () => {
    const given = await open();
    const { store } = given;
    const samples = sampleUsers(60, 2);
    await writeAll(recordWrites(samples), store);
    await tell(
      samples.flatMap(({ order }) => order),
      given,
    );
    const built = await itemsOf(idsOf(samples), store);
    const views = built.filter(({ view }) => view).length;
    await dropAll(samples, store);
    expect(await rebuild(store)).toMatchObject({ rebuilt: views, right: 0, left: 0 });
    expect(await itemsOf(idsOf(samples), store)).toEqual(built);

    const standing = built.flatMap(({ view }) => (view && !view.deleted ? [view] : []));
    const own = { username: { at: '2026-11-21T09:00:00.000Z', value: 'nobody' } };
    const damages = [{ own }, { foreign: {}, own }, { own, stamp: 'another' }, { own, stamp: undefined }];
    await writeAll(
      standing.map((view, n) => put(userViews, { ...view, ...damages[n % 4] })),
      store,
    );
    expect(await rebuild(store)).toMatchObject({ rebuilt: standing.length });
    expect(await itemsOf(idsOf(samples), store)).toEqual(built);
    expect(await rebuild(store)).toMatchObject({ rebuilt: 0 });
  });

  test('events that come during a rebuild are not lost, and nothing goes back', async () => {
    const given = await open();
    const samples = sampleUsers(60, 3);
    await writeAll(recordWrites(samples), given.store);
    const parts = samples.map(({ order }) => [order.slice(0, order.length / 2), order.slice(order.length / 2)]);
    await tell(
      parts.flatMap(([before = []]) => before),
      given,
    );
    await dropAll(samples, given.store);
    const meanwhile = parts.flatMap(([, after = []]) => after);
    const [first] = await Promise.all([
      rebuild(given.store),
      ...chunksOf(meanwhile, 40).map((chunk) => tell(chunk, given)),
    ]);
    expect(first.rebuilt).toBeGreaterThan(0);
    expect(await itemsOf(idsOf(samples), given.store)).toEqual(samples.map(({ expected }) => expected));
  });
}

describe('the users’ view on SQLite', () => suite(onSqlite));

for (const part of ['dynoxide', 'dynamoLocal'] as const) {
  const address = await realPart(part);
  describe.runIf(address)(`the users’ view on ${part}`, () => suite(() => onDynamo(address ?? '')));
}
