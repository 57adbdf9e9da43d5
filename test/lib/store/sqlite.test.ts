import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { add, defineTable, type Item, put, ref } from '../../../lib/store/store.ts';
import { contractTables, newPk, type StoreUnderTest, things } from '../../contracts/store/given.ts';
import { storeContract } from '../../contracts/store.ts';
import { givenFile, newFolder, opened } from './givenSqlite.ts';

const unavailable = { code: 'STORE_UNAVAILABLE' };

storeContract('SQLite', async (): Promise<StoreUnderTest> => {
  const folder = newFolder();
  const another = async () => sqliteStore({ file: join(folder, 'store.db'), tables: contractTables });
  const store = await another();
  return {
    store,
    another,
    end: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
});

describe('an SQLite store', () => {
  it('holds after a close what was written before', async () => {
    const file = givenFile();
    const before = sqliteStore({ file, tables: [things] });
    await before.transact([put(things, { pk: 'a', sk: '-', bytes: Uint8Array.of(1, 255) })], 'token');
    await before.close();
    const after = opened(file);
    expect(await after.read([ref(things, 'a')])).toEqual([{ pk: 'a', sk: '-', bytes: Uint8Array.of(1, 255) }]);
    await expect(after.transact([add(ref(things, 'a'), { n: 1 })], 'token')).rejects.toMatchObject({
      code: 'STORE_LIMIT',
    });
  });

  it('is unavailable once it is closed', async () => {
    const store = sqliteStore({ file: givenFile(), tables: [things] });
    await store.close();
    await store.close();
    await expect(store.read([ref(things, 'a')])).rejects.toMatchObject(unavailable);
  });

  it('is unavailable where the file is no database, or no file', async () => {
    const folder = newFolder();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'text'), 'hello, this is no database at all'.repeat(100));
    for (const file of [join(folder, 'text'), folder, join(folder, 'text', 'store.db')]) {
      expect(() => sqliteStore({ file, tables: [things] }), file).toThrow(expect.objectContaining(unavailable));
    }
  });

  it('lists in an index what was there before the index was declared', async () => {
    const file = givenFile();
    const item = { pk: 'a', sk: '-', colour: 'red', at: '2026' };
    await opened(file).transact([put(things, item)], newPk());
    const indexed = defineTable({ name: 'things', indexes: { byColour: { partition: 'colour', sort: 'at' } } });
    const wanted = { table: indexed, index: 'byColour', partition: 'red' };
    expect(await opened(file, { tables: [indexed] }).query(wanted)).toEqual({ items: [item] });
  });

  it('removes in time what has expired, and nothing else', async () => {
    const sessions = defineTable({ name: 'sessions', expires: true });
    const clock = { nowMs: 1_000_000_000 };
    const store = opened(givenFile(), { tables: [sessions, things], now: () => clock.nowMs });
    const items: Item[] = [
      { pk: 'past', sk: '-', expiresAt: 1_000_100 },
      { pk: 'future', sk: '-', expiresAt: 1_000_900 },
    ];
    await store.transact(
      [...items, { pk: 'ever', sk: '-' }].map((item) => put(sessions, item)),
      newPk(),
    );
    await store.transact([put(things, { pk: 'past', sk: '-', expiresAt: 1_000_100 })], newPk());
    clock.nowMs = 1_000_500_000;
    for (let n = 0; n < 250; n += 1) await store.transact([add(ref(things, 'n'), { n: 1 })], newPk());
    const names = ['past', 'future', 'ever'];
    const left = await store.read([...names.map((pk) => ref(sessions, pk)), ref(things, 'past')]);
    expect(left.map((item) => item?.pk)).toEqual([undefined, 'future', 'ever', 'past']);
  });

  it('forgets a token after 10 minutes, not before', async () => {
    const clock = { nowMs: 1_000_000_000 };
    const store = opened(givenFile(), { now: () => clock.nowMs });
    const writes = [add(ref(things, 'a'), { n: 1 })];
    for (const afterMs of [0, 599_999, 600_001]) {
      clock.nowMs = 1_000_000_000 + afterMs;
      await store.transact(writes, 'token');
    }
    expect(await store.read([ref(things, 'a')])).toEqual([{ pk: 'a', sk: '-', n: 2 }]);
  });
});
