/** The tables of the embedded Kafka log: topics, their partitions, the records, and the offsets of consumer groups. */
import type { Database } from '../sqlite/database.ts';

/**
 * A partition knows its bounds by itself, `start_offset` (first kept) and `next_offset` (next to give away), so that no
 * offset is given twice, also when retention has removed every record. `log` in records is the partition's id, without a
 * reference: its check costs every append, and partitions are never removed.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS topics (
    name TEXT PRIMARY KEY,
    retention_ms INTEGER NOT NULL,
    max_message_bytes INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS partitions (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL REFERENCES topics (name),
    partition INTEGER NOT NULL,
    start_offset INTEGER NOT NULL DEFAULT 0,
    next_offset INTEGER NOT NULL DEFAULT 0,
    UNIQUE (topic, partition)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS records (
    log INTEGER NOT NULL,
    offset INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    key BLOB,
    value BLOB,
    headers BLOB,
    PRIMARY KEY (log, offset)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS group_offsets (
    "group" TEXT NOT NULL,
    topic TEXT NOT NULL REFERENCES topics (name),
    partition INTEGER NOT NULL,
    committed INTEGER NOT NULL,
    PRIMARY KEY ("group", topic, partition)
  ) STRICT, WITHOUT ROWID;
`;

/** Any process may come first, so each one says it; the second time it changes nothing. */
export function createEmbeddedSchema(db: Database): void {
  db.execute(`BEGIN IMMEDIATE; ${tables} COMMIT`);
}
