import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { add, defineTable, put, putIfAbsent, ref, type Store } from '../../../lib/store/store.ts';

const marks = defineTable({ name: 'marks', expires: true });
const kept = defineTable({ name: 'kept' });
const minute = 60_000;

describe('an SQLite store with a clock of its own', () => {
  let folder: string;
  let file: string;
  let nowMs: number;
  let store: Store;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    file = join(folder, 'store.db');
    nowMs = 1_800_000_000_000;
    store = open();
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  const open = () => sqliteStore({ file, tables: [marks, kept], now: () => nowMs });

  function rows(table: string): unknown {
    const db = new DatabaseSync(file);
    const row = db.prepare(`SELECT count(*) AS rows FROM "${table}"`).get();
    db.close();
    return row?.['rows'];
  }

  /** `count` transactions of one item each. */
  async function write(count: number, item: { pk: string; expiresAt?: number }): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      await store.transact([put(marks, { ...item, sk: `${n}` })], `${item.pk}-${n}-${nowMs}`);
    }
  }

  it('remembers a token for ten minutes and no longer', async () => {
    const writes = [add(ref(kept, 'a'), { n: 1 })];
    await store.transact(writes, 'token');
    nowMs += 10 * minute;
    expect(await store.transact(writes, 'token')).toEqual([]);
    expect(await store.read([ref(kept, 'a')])).toEqual([{ pk: 'a', sk: '-', n: 1 }]);
    nowMs += 1;
    expect(await store.transact(writes, 'token')).toEqual([]);
    expect(await store.read([ref(kept, 'a')])).toEqual([{ pk: 'a', sk: '-', n: 2 }]);
  });

  it('counts the ten minutes from the transaction that was done, not from its repeats', async () => {
    const writes = [add(ref(kept, 'a'), { n: 1 })];
    await store.transact(writes, 'token');
    nowMs += 6 * minute;
    await store.transact(writes, 'token');
    nowMs += 6 * minute;
    await store.transact(writes, 'token');
    expect(await store.read([ref(kept, 'a')])).toEqual([{ pk: 'a', sk: '-', n: 2 }]);
  });

  it('forgets the token of a transaction that failed', async () => {
    await store.transact([put(kept, { pk: 'a', sk: '-', by: 'another' })], 'first');
    const taken = [putIfAbsent(kept, { pk: 'a', sk: '-' })];
    expect(await store.transact(taken, 'token')).toHaveLength(1);
    expect(await store.transact(taken, 'token')).toHaveLength(1);
    expect(await store.transact([putIfAbsent(kept, { pk: 'b', sk: '-' })], 'token')).toEqual([]);
  });

  it('lets other writes have a token after ten minutes', async () => {
    await store.transact([put(kept, { pk: 'a', sk: '-' })], 'token');
    nowMs += 11 * minute;
    expect(await store.transact([put(kept, { pk: 'b', sk: '-' })], 'token')).toEqual([]);
  });

  it('removes expired items while it is written to, and tokens nobody may ask for', async () => {
    await write(150, { pk: 'old', expiresAt: nowMs / 1000 + 60 });
    await write(150, { pk: 'new', expiresAt: nowMs / 1000 + 86_400 });
    await write(10, { pk: 'ageless' });
    expect(rows('marks')).toBe(310);
    nowMs += 30 * minute;
    await write(200, { pk: 'later' });
    expect(rows('marks')).toBe(150 + 10 + 200);
    expect(rows('$tokens')).toBeLessThanOrEqual(200);
    expect((await store.query({ table: marks, partition: 'old' })).items).toEqual([]);
  });

  it('removes expired items when it is opened', async () => {
    await write(20, { pk: 'old', expiresAt: nowMs / 1000 });
    expect(rows('marks')).toBe(20);
    nowMs += 1_000;
    await open().close();
    expect(rows('marks')).toBe(0);
  });

  it('removes a bounded number at once, and more than is written between', async () => {
    const items = (from: number) =>
      Array.from({ length: 100 }, (_, n) => put(marks, { pk: 'old', sk: `${from + n}`, expiresAt: nowMs / 1000 + 1 }));
    for (let from = 0; from < 1_000; from += 100) await store.transact(items(from), `${from}`);
    nowMs += minute;
    await open().close();
    expect(rows('marks')).toBe(600);
  });

  it('keeps what has an expiresAt in a table that does not expire', async () => {
    await store.transact([put(kept, { pk: 'a', sk: '-', expiresAt: 1 })], 'one');
    await open().close();
    expect(rows('kept')).toBe(1);
  });
});
