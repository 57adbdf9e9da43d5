/** The SQLite file under the embedded Kafka log: how it is opened, its transactions, and its errors as ours. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Fault } from '../errors/fault.ts';
import { createEmbeddedSchema } from './embeddedSchema.ts';

/** How long a writer waits for another process's transaction. */
const busyTimeoutMs = 5_000;

/** Every method turns SQLite's errors into Fault BROKER_UNAVAILABLE. */
export interface EmbeddedFile {
  prepare(sql: string): StatementSync;
  /** One writer at a time over all processes; all of it is there afterwards, or nothing. */
  transaction<T>(work: () => T): T;
  read<T>(work: () => T): T;
  /** Closing twice is no error. */
  close(): void;
}

/** Creates what is missing; the folder must be there. */
export function openEmbeddedFile(file: string): EmbeddedFile {
  const db = guarded(file, () => connect(file));
  return {
    prepare: (sql) => guarded(file, () => db.prepare(sql)),
    transaction: (work) => guarded(file, () => inTransaction(db, work)),
    read: (work) => guarded(file, work),
    close() {
      if (db.isOpen) db.close();
    },
  };
}

/** WAL with NORMAL: what was committed survives the death of any process (only a power failure may take the last of it). */
function connect(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: busyTimeoutMs });
  // Pages of 8 KiB hold several records of the usual size: pages of 4 KiB read a third slower.
  db.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
  createEmbeddedSchema(db);
  return db;
}

/** IMMEDIATE takes the write lock first: a transaction that reads and then writes can't fail half-way for another's sake. */
function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isDatabaseError(error)) throw error;
    throw new Fault('BROKER_UNAVAILABLE', `the embedded log ${file}: ${error.message}`, { cause: error });
  }
}

/** Node's two codes: what SQLite reports (locked, no database, disk full), and use after close. */
function isDatabaseError(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'ERR_SQLITE_ERROR' || error.code === 'ERR_INVALID_STATE';
}
