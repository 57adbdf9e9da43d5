/** The store on SQLite: one file, shared by processes, surviving SIGKILL, with DynamoDB's conditions and limits. */
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../errors/fault.ts';
import { type Database, openDatabase } from '../sqlite/database.ts';
import { checkAdd, checkEach, checkRange, checkReads, checkTable, checkWrites } from './limits.ts';
import type { QueryTarget } from './pages.ts';
import { refOf } from './refs.ts';
import { queryPage } from './sqliteQuery.ts';
import { checkKnown, createTable, purgeExpired, readItem } from './sqliteTables.ts';
import { createTokens, isDone, purgeTokens, rememberToken } from './sqliteTokens.ts';
import { addTo, type Encoded, encode, fingerprintOf, writeAll, writeAlone } from './sqliteTransaction.ts';
import type { Item, Outcome, Page, Range, SingleWrite, Store, Table, WriteFailure } from './store.ts';

export interface SqliteStoreOptions {
  /** ":memory:" is a store that no other connection sees. */
  file: string;
  tables: readonly Table[];
  /** How long a writer waits for another one's transaction, in milliseconds; default 5,000. */
  lockWaitMs?: number;
  now: Clock;
}

/** More rows than are written between two purges, so that what expires never piles up. */
const PURGE_EVERY_WRITES = 200;
const PURGE_ROWS = 400;

/**
 * Faults: STORE_LIMIT, UNDECLARED (a table or index it was not opened with), STORE_UNAVAILABLE (file unusable, or locked
 * for longer than `lockWaitMs`). That wait stands for DynamoDB's 'conflict', which never comes from here.
 */
export function sqliteStore({ file, tables, lockWaitMs = 5_000, now }: SqliteStoreOptions): Store {
  for (const table of tables) checkTable(table);
  const known = new Map(tables.map((table) => [table.name, table]));
  const db = openDatabase({ file, lockWaitMs, fault: 'STORE_UNAVAILABLE' });
  const purge = expiryPurge(db, tables);
  db.transaction(() => {
    createTokens(db);
    for (const table of tables) createTable(db, table);
    purge(now(), PURGE_EVERY_WRITES);
  });

  return {
    read: async (refs) => {
      for (const { table } of refs) checkKnown(known, table);
      checkReads(refs);
      return db.run(() => refs.map((ref) => readItem(db, ref)));
    },
    query: async <I extends Item>(from: QueryTarget & { table: Table<I> }, range: Range = {}, page?: string) => {
      checkKnown(known, from.table);
      checkRange(from.table, from.partition, range);
      return db.run(() => queryPage(db, from, range, page) as Page<I>);
    },
    ...writers({ db, known, purge, now }),
    close: async () => db.close(),
  };
}

interface Opened {
  db: Database;
  known: ReadonlyMap<string, Table>;
  purge(nowMs: number, writes: number): void;
  now: Clock;
}

function writers({ db, known, purge, now }: Opened): Pick<Store, 'transact' | 'writeEach' | 'addAlone'> {
  return {
    transact: async (writes, token) => {
      for (const write of writes) checkKnown(known, refOf(write).table);
      checkWrites(writes, token);
      const encoded = encode(writes);
      return db.transaction(() => {
        const failures = writeOnce(db, encoded, token, now());
        if (failures.length === 0) purge(now(), writes.length);
        return failures;
      });
    },
    writeEach: async (writes) => {
      for (const write of writes) checkKnown(known, refOf(write).table);
      checkEach(writes);
      const work = () => {
        const outcomes = writes.map((write) => writeAlone(db, write));
        purge(now(), writes.length);
        return outcomes;
      };
      return inOneTrip(writes, () => db.transaction(work));
    },
    addAlone: async (write) => {
      checkKnown(known, write.ref.table);
      checkAdd(write);
      return db.transaction(() => {
        purge(now(), 1);
        return addTo(db, write);
      });
    },
  };
}

/** They share the transaction, and so its fault. */
function inOneTrip(writes: readonly SingleWrite[], work: () => Outcome[]): Outcome[] {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return writes.map(() => ({ kind: 'fault', fault: error }));
  }
}

/** Only a success is remembered under the token. */
function writeOnce(db: Database, writes: readonly Encoded[], token: string, nowMs: number): WriteFailure[] {
  const fingerprint = fingerprintOf(writes);
  if (isDone(db, token, fingerprint, nowMs)) return [];
  const failures = writeAll(db, writes);
  if (failures.length === 0) rememberToken(db, token, fingerprint, nowMs);
  return failures;
}

/** Hears of all writes, and removes expired items and tokens after a number of them. */
function expiryPurge(db: Database, tables: readonly Table[]): (nowMs: number, writes: number) => void {
  const expiring = tables.filter((table) => table.expires);
  let writesSince = 0;
  return (nowMs, writes) => {
    writesSince += writes;
    if (writesSince < PURGE_EVERY_WRITES) return;
    writesSince = 0;
    purgeTokens(db, nowMs, PURGE_ROWS);
    for (const table of expiring) purgeExpired(db, table, nowMs, PURGE_ROWS);
  };
}
