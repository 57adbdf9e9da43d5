/** The SQLite file under the embedded Kafka log. */
import { type Database, openDatabase } from '../sqlite/database.ts';
import { createEmbeddedSchema } from './embeddedSchema.ts';

const LOCK_WAIT_MS = 5_000;
/** Pages of 8 KiB hold several records of the usual size: pages of 4 KiB read a third slower. */
const PAGE_BYTES = 8_192;

/** Creates what is missing. Every method turns SQLite's errors into Fault BROKER_UNAVAILABLE. */
export function openEmbeddedFile(file: string, lockWaitMs: number = LOCK_WAIT_MS): Database {
  const db = openDatabase({ file, lockWaitMs, fault: 'BROKER_UNAVAILABLE', pageSize: PAGE_BYTES });
  createEmbeddedSchema(db);
  return db;
}
