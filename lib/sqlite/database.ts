/** One connection to an SQLite file that other connections and processes use too. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type ErrorCode, Fault } from '../errors/fault.ts';

const SQLITE_BUSY = 5;
const LOCK_PAUSE_MS = 5;

export interface Database {
  /** Prepared once for each text, so texts must be few: values are bound, never written into them. */
  statement(sql: string): StatementSync;
  /** Several statements at once, without values. */
  execute(sql: string): void;
  /** Runs the work; an error of SQLite becomes a Fault of the code that was asked for. */
  run<T>(work: () => T): T;
  /** The write lock is taken at the start, so that what is read inside can't change before it is written. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export interface DatabaseFile {
  file: string;
  /** How long one waits for another connection's transaction, in milliseconds. */
  lockWaitMs: number;
  /** The code of the Fault that an error of SQLite becomes. */
  fault: ErrorCode;
  /** In bytes; of a new file only. */
  pageSize?: number;
}

/** Makes the file and its folder if need be. */
export function openDatabase(opened: DatabaseFile): Database {
  const db = guarded(opened, () => connected(opened));
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string) => {
    const prepared = statements.get(sql) ?? db.prepare(sql);
    statements.set(sql, prepared);
    return prepared;
  };
  const transaction = <T>(work: () => T): T => {
    statement('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      statement('COMMIT').run();
      return result;
    } catch (error) {
      // SQLite itself rolls back on some errors, a full disk for one.
      if (db.isTransaction) statement('ROLLBACK').run();
      throw error;
    }
  };
  return {
    statement,
    execute: (sql) => guarded(opened, () => db.exec(sql)),
    run: (work) => guarded(opened, work),
    transaction: (work) => guarded(opened, () => transaction(work)),
    close: () => db.isOpen && db.close(),
  };
}

function connected({ file, lockWaitMs, pageSize = 4096 }: DatabaseFile): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const db = new DatabaseSync(file, { timeout: lockWaitMs });
  try {
    db.exec(`PRAGMA page_size = ${pageSize}`);
    useWriteAheadLog(db, performance.now() + lockWaitMs);
    // A process may die at any moment without losing what was committed; only a power cut could cost the last moments.
    // A checkpoint every 16 MB instead of 4 MB: each one waits for the disk.
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The one lock that SQLite does not wait for itself: several connections may open a new file at the same moment. */
function useWriteAheadLog(db: DatabaseSync, untilMs: number): void {
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > untilMs) throw error;
      pause(LOCK_PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

/** Holds the thread, as SQLite does when it waits. */
function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Locked past the wait, disk full, no database, no such folder, closed, … Anything else is a bug of ours. */
function guarded<T>({ file, fault }: DatabaseFile, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof Error) || !isOfTheFile(cause)) throw cause;
    throw new Fault(fault, `${file}: ${cause.message}`, { cause });
  }
}

function isOfTheFile(error: Error): boolean {
  const code = 'code' in error ? error.code : undefined;
  return code === 'ERR_SQLITE_ERROR' || code === 'ERR_INVALID_STATE' || 'syscall' in error;
}
