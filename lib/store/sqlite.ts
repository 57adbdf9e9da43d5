/** The store on SQLite: one file, shared by processes, surviving SIGKILL, with DynamoDB's conditions and limits. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../errors/fault.ts';
import { checkReads, checkWrites } from './limits.ts';
import { queryPage } from './sqliteQuery.ts';
import { createTable, prepareTable } from './sqliteTables.ts';
import { createTokens, fingerprintOf, inTransaction, prepareTokens, readItem, writeAll } from './sqliteTransaction.ts';
import type { Item, Page, Range, Store, Table, Write, WriteFailure } from './store.ts';

export interface SqliteStoreOptions {
  file: string;
  tables: readonly Table[];
  /** How long a writer waits for another one's transaction, in milliseconds. */
  lockWaitMs?: number;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** Expired items and tokens are removed now and then, a bounded number at a time. */
const PURGE_EVERY_TRANSACTIONS = 500;
const PURGE_ROWS = 1_000;

/** Other processes' transactions are waited for, so a 'conflict' never comes from here. Fault STORE_UNAVAILABLE. */
export function sqliteStore({ file, tables, lockWaitMs = 5_000, now = Date.now }: SqliteStoreOptions): Store {
  const db = guarded(file, () => openDatabase(file, tables, lockWaitMs));
  const statements = new Map(tables.map((table) => [table.name, prepareTable(db, table)]));
  const tokens = prepareTokens(db);
  let transactions = 0;

  const purge = (seconds: number) => {
    tokens.purge(seconds);
    for (const table of tables) if (table.expires) statements.get(table.name)?.purge.run(seconds, PURGE_ROWS);
  };
  const transact = (writes: readonly Write[], token: string): WriteFailure[] => {
    const seconds = Math.floor(now() / 1000);
    const fingerprint = fingerprintOf(writes);
    if (tokens.isDone(token, fingerprint, seconds)) return [];
    const failures = writeAll(statements, writes);
    if (failures.length === 0) tokens.remember(token, fingerprint, seconds);
    transactions += 1;
    if (transactions % PURGE_EVERY_TRANSACTIONS === 1) purge(seconds);
    return failures;
  };

  return {
    read: async (refs) => {
      checkReads(refs);
      return guarded(file, () => refs.map((ref) => readItem(statements, ref)));
    },
    query: async <I extends Item>(
      from: { table: Table<I>; index?: string; partition: string },
      range: Range = {},
      page?: string,
    ) => guarded(file, () => queryPage(db, from, range, page) as Page<I>),
    transact: async (writes, token) => {
      checkWrites(writes);
      return guarded(file, () => inTransaction(db, () => transact(writes, token)));
    },
    close: async () => db.close(),
  };
}

function openDatabase(file: string, tables: readonly Table[], lockWaitMs: number): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file, { timeout: lockWaitMs });
  // A process may die at any moment without losing what was committed; only a power cut could cost the last moments.
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  inTransaction(db, () => {
    createTokens(db);
    for (const table of tables) createTable(db, table);
  });
  return db;
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_SQLITE_ERROR') {
      throw new Fault('STORE_UNAVAILABLE', `${file}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}
