import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { defineTable, put, putIfAbsent, ref } from '../../../lib/store/store.ts';

const things = defineTable({ name: 'things' });
const unavailable = { code: 'STORE_UNAVAILABLE', class: 'unavailable', cause: expect.any(Error) };

describe('the file of an SQLite store', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'store-'));
    file = join(folder, 'store.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (tables = [things]) => sqliteStore({ file, tables, lockWaitMs: 50, now: Date.now });

  it('is made with its folder, and keeps what was written when it is opened again', async () => {
    file = join(folder, 'deep', 'er', 'store.db');
    const first = open();
    await first.transact([put(things, { pk: 'a', sk: '-', bytes: Uint8Array.of(0, 255) })], 'one');
    await first.close();
    const second = open();
    expect(await second.read([ref(things, 'a')])).toEqual([{ pk: 'a', sk: '-', bytes: Uint8Array.of(0, 255) }]);
    await second.close();
  });

  it('remembers tokens when it is opened again', async () => {
    const writes = [putIfAbsent(things, { pk: 'a', sk: '-' })];
    const first = open();
    expect(await first.transact(writes, 'one')).toEqual([]);
    await first.close();
    const second = open();
    expect(await second.transact(writes, 'one')).toEqual([]);
    expect(await second.transact(writes, 'two')).toHaveLength(1);
    await second.close();
  });

  it('is unavailable while another holds its lock for longer than the wait, and can be read meanwhile', async () => {
    const store = open();
    await store.transact([put(things, { pk: 'a', sk: '-' })], 'one');
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const startedMs = performance.now();
    await expect(store.transact([put(things, { pk: 'b', sk: '-' })], 'two')).rejects.toMatchObject(unavailable);
    expect(performance.now() - startedMs).toBeGreaterThan(40);
    expect(() => open()).toThrow('database is locked');
    expect(await store.read([ref(things, 'a'), ref(things, 'b')])).toEqual([{ pk: 'a', sk: '-' }, undefined]);
    other.exec('ROLLBACK');
    expect(await store.transact([put(things, { pk: 'b', sk: '-' })], 'two')).toEqual([]);
    other.close();
    await store.close();
  });

  it('is waited for while another makes it, before it has a write-ahead log', async () => {
    // SQLite itself would not wait for this one, whatever the timeout.
    const making = `
      const { DatabaseSync } = require('node:sqlite');
      const db = new DatabaseSync(${JSON.stringify(file)});
      db.exec('CREATE TABLE other (n); BEGIN IMMEDIATE');
      require('node:worker_threads').parentPort.postMessage('locked');
      setTimeout(() => { db.exec('COMMIT'); db.close(); }, 200);`;
    const worker = new Worker(making, { eval: true });
    await once(worker, 'message');
    await sqliteStore({ file, tables: [things], lockWaitMs: 5_000, now: Date.now }).close();
    await worker.terminate();
  });

  it.each([
    ['no database', (at: string) => writeFile(at, 'this is no database, '.repeat(100))],
    ['a folder', (at: string) => mkdir(at)],
  ])('is unavailable when it is %s', async (_, make) => {
    await make(file);
    expect(() => open()).toThrow(expect.objectContaining(unavailable));
  });

  it('is unavailable when its folder can not be made', async () => {
    await writeFile(file, '');
    file = join(file, 'store.db');
    expect(() => open()).toThrow(expect.objectContaining(unavailable));
  });

  it('is unavailable once it is closed, and may be closed twice', async () => {
    const store = open();
    await store.close();
    await store.close();
    await expect(store.read([ref(things, 'a')])).rejects.toMatchObject(unavailable);
    await expect(store.query({ table: things, partition: 'a' })).rejects.toMatchObject(unavailable);
    await expect(store.transact([put(things, { pk: 'a', sk: '-' })], 'one')).rejects.toMatchObject(unavailable);
  });

  it('leaves no transaction open when a fault comes in the middle of one', async () => {
    const store = open();
    const text = { op: 'put' as const, table: things, item: { pk: 'a', sk: '-', n: 'text' } };
    await store.transact([text], 'one');
    const sum = { op: 'add' as const, ref: ref(things, 'a'), amounts: { n: 1 } };
    await expect(store.transact([sum], 'two')).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    const other = open();
    expect(await other.transact([put(things, { pk: 'b', sk: '-' })], 'three')).toEqual([]);
    await Promise.all([store.close(), other.close()]);
  });

  it('gets an index that is declared later, with what is there already', async () => {
    const first = open();
    const text = { pk: 'a', sk: '-', owner: 'ada', at: '2' };
    const number = { pk: 'b', sk: '-', owner: 'ada', at: 1 };
    await first.transact([put(things, text), put(things, number)], 'one');
    await first.close();
    const byOwner = { partition: 'owner', sort: 'at' };
    const indexed = defineTable({ name: 'things', indexes: { byOwner } });
    const second = open([indexed]);
    const found = await second.query({ table: indexed, index: 'byOwner', partition: 'ada' });
    expect(found).toEqual({ items: [text] });
    await second.close();
  });

  it('holds little more than its items: what is written goes from the log to the file now and then', async () => {
    const store = open();
    for (let n = 0; n < 200; n += 1) {
      await store.transact([put(things, { pk: 'a', sk: '-', body: 'x'.repeat(350_000) })], `${n}`);
    }
    expect((await stat(`${file}-wal`)).size).toBeLessThan(20_000_000);
    await store.close();
  });
});
