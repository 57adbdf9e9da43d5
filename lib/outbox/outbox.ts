/** The outbox: records on their way to Kafka, stored in the same transaction as the state they tell of. */
import { packRecords, unpackRecords } from '../kafka/packedRecord.ts';
import type { NewRecord } from '../kafka/record.ts';
import { namePart } from '../objects/names.ts';
import { spreadOver } from '../store/spread.ts';
import { defineTable, type Item, type Put, putIfAbsent } from '../store/store.ts';

/** Rows over this many bytes keep their records in the object store (an item holds 400 KB). */
const MAX_ROW_BYTES = 350_000;
const SHARDS = 64;

/**
 * Key: stream, and the version padded so that rows sort by it: streams are entities, so the table's own keys spread by
 * themselves. `byShard` tells the relay which streams have rows. A row of 1.5 KB, put and removed, costs its index four
 * write units: 10,000 events a second come to 40,000, and 64 partitions of 1,000 units each take 64,000. Time sorts
 * inside a shard only, so no partition is the one that all of now is written to.
 *
 * DynamoDB's indexes run behind their table, which is fine: the index only says where to look, and what is sent is read
 * from the table, consistently. A row that it does not show yet is found a minute later; one that it still shows costs a
 * query that finds nothing. A row is in one of the two indexes: the relay's, or, while it is parked, the operators'.
 */
export interface OutboxRow extends Item {
  storedAt: string;
  /** The function that stored it; absent in rows of versions before this was written down. */
  writer?: string;
  /** The records, or where they are. */
  records?: StoredRecord[];
  object?: string;
  /** Absent while it is parked. */
  shard?: string;
  /** Why the row will not be sent until an operator says so, and since when. */
  parked?: 'parked';
  parkedAt?: string;
  errorCode?: string;
  error?: string;
}

export type StoredRecord = {
  topic: string;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: [name: string, value: Uint8Array][];
};

/** `byParked` is one partition: rows that are parked are few, or somebody is awake. */
export const outbox = defineTable<OutboxRow>({
  name: 'outbox',
  indexes: {
    byShard: { partition: 'shard', sort: 'storedAt' },
    byParked: { partition: 'parked', sort: 'parkedAt' },
  },
});

export const { all: shards, of: shardOf } = spreadOver('outbox', SHARDS);

/** The records that tell of one entity at one version. The outbox keeps them together in one row. */
export interface Shipment {
  stream: string;
  version: number;
  records: readonly NewRecord[];
  /** Nothing of its stream was ever stored before it. */
  isFirst?: boolean;
}

/** A row as its transaction stores it. */
export interface StoredRow {
  row: OutboxRow;
  isFirst: boolean;
}

export interface PlannedRow extends StoredRow {
  write: Put;
  /** To be put before the transaction, where the row is too large for an item. */
  object?: { name: string; bytes: Uint8Array };
}

/**
 * `newId` names the object of this try: who loses the race for a version must not overwrite what the winner's row points
 * at. Without it every try writes the same object, which is right where all of them hold the same record: a letter's.
 */
export function outboxRow(shipment: Shipment, nowIso: string, newId?: () => string): PlannedRow {
  const { stream, version, isFirst = false } = shipment;
  const key = { pk: stream, sk: versionKey(version), shard: shardOf(stream), storedAt: nowIso };
  if (sizeOf(shipment.records) <= MAX_ROW_BYTES) {
    const row = { ...key, records: shipment.records.map(toStored) };
    return { row, isFirst, write: putIfAbsent(outbox, row) };
  }
  const name = [outbox.name, namePart(stream), version, ...(newId ? [newId()] : [])].join('/');
  const row = { ...key, object: name };
  const object = { name, bytes: packRecords(shipment.records) };
  return { row, isFirst, write: putIfAbsent(outbox, row), object };
}

/** The records of a row; `bytes` are those of its object, where it has one. */
export function recordsOf(row: Pick<OutboxRow, 'records'>, bytes: Uint8Array | undefined): NewRecord[] {
  return row.records ?? (bytes ? unpackRecords(bytes) : []);
}

/** The record as an attribute of an item. */
export function toStored(record: NewRecord): StoredRecord {
  const { topic, key, value, headers } = record;
  return { topic, key, value, headers: headers.map(([name, bytes]) => [name, bytes]) };
}

/** The sort key of a row. */
export function versionKey(version: number): string {
  return String(version).padStart(16, '0');
}

/** In bytes of an item, at most. */
export function sizeOf(records: readonly NewRecord[]): number {
  const perRecord = records.map((record) => {
    const headers = record.headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + value.length + 8, 0);
    return (record.key?.length ?? 0) + (record.value?.length ?? 0) + record.topic.length + headers + 64;
  });
  return perRecord.reduce((sum, bytes) => sum + bytes, 0);
}
