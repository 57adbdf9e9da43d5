/** Rows due: records that a function is to be given at a later time, stored in the transaction that decides so. */
import { createHash } from 'node:crypto';
import { replayCountOf } from '../deadLetter/letter.ts';
import { Fault } from '../errors/fault.ts';
import { packRecords } from '../kafka/packedRecord.ts';
import { bytesHash, type KafkaRecord } from '../kafka/record.ts';
import { namePart } from '../objects/names.ts';
import { recordsOf, type StoredRecord, sizeOf, toStored } from '../outbox/outbox.ts';
import { spreadOver } from '../store/spread.ts';
import { defineTable, type Item, type Put, put, type Ref, type Remove, remove } from '../store/store.ts';

/** Rows over this many bytes keep their record in the object store (an item holds 400 KB). */
const MAX_ROW_BYTES = 350_000;
const SHARDS = 16;
/** A record's bytes wait no longer than those of a dead letter are kept. */
const MAX_AHEAD_MS = 30 * 86_400_000;

/**
 * Key: one of 16 shards, and the time in front, so that one query a shard finds what is due. Rows of one function,
 * partition and key are in one shard, where they sort by time and then by offset. Time sorts inside a shard only, so no
 * partition is the one that all of now is written to. A row of 1 KB costs two write units to put and two to remove, for
 * both are part of a transaction: 16 partitions of 1,000 units each take 4,000 rows a second, written and worked off.
 */
export interface DueRow extends Item {
  /** UTC, RFC 3339, in milliseconds. */
  dueAt: string;
  storedAt: string;
  /** The function that is given the record. */
  function: string;
  /** Equal for rows that must be worked off in order. */
  lane: string;
  topic: string;
  partition: number;
  offset: number;
  timestamp: number;
  /** How often the record was deferred, this time included. */
  deferrals: number;
  /** So many runs of the function ended with their process. */
  crashes: number;
  /** The one record, or the name of the object that holds it. */
  records?: StoredRecord[];
  object?: string;
  /** Since when, and why, nobody works it off any more: on rows in the partition `due-parked` only. */
  parkedAt?: string;
  errorCode?: string;
  error?: string;
}

export const due = defineTable<DueRow>({ name: 'due' });

export const { all: shards, of: shardOfLane } = spreadOver('due', SHARDS);
export const PARKED = 'due-parked';

/** A record that is to be given to a function, and when. */
export interface Deferred {
  function: string;
  record: KafkaRecord;
  /** Epoch milliseconds. A time in the past is now. */
  dueAtMs: number;
}

export interface PlannedRow {
  row: DueRow;
  write: Put;
  /** To be put before the transaction, where the record is too large for an item. */
  object?: { name: string; bytes: Uint8Array };
}

/** Fault DUE_INVALID: not a whole number of milliseconds, or more than 30 days ahead. */
export function dueRow({ function: name, record, dueAtMs }: Deferred, nowMs: number): PlannedRow {
  const dueAt = new Date(checked(dueAtMs, nowMs)).toISOString();
  const deferrals = (record.deferrals ?? 0) + 1;
  const lane = laneOf(name, record);
  const { topic, partition, offset, timestamp } = record;
  const key = { pk: shardOfLane(lane), sk: sortKey(dueAt, name, record, deferrals) };
  const times = { dueAt, storedAt: new Date(nowMs).toISOString() };
  const fields = { ...key, ...times, function: name, lane, topic, partition, offset, timestamp, deferrals, crashes: 0 };
  if (sizeOf([record]) <= MAX_ROW_BYTES) {
    const row = { ...fields, records: [toStored(record)] };
    return { row, write: put(due, row) };
  }
  // Whoever stores this row holds the same bytes, so one name does for all of them.
  const row = { ...fields, object: `${due.name}/${namePart(key.sk)}` };
  return { row, write: put(due, row), object: { name: row.object, bytes: packRecords([record]) } };
}

/** The record of a row; `bytes` are those of its object, where it has one. undefined: they are missing. */
export function recordOf(row: DueRow, bytes: Uint8Array | undefined): KafkaRecord | undefined {
  const [record] = recordsOf(row, bytes);
  const { partition, offset, timestamp } = row;
  return record && { ...record, partition, offset, timestamp };
}

export type WorkedOff = Remove<{ equals: { function: string } }>;

/** Takes the row away; holds only while it is there, so that a row is worked off once. */
export function workedOff({ pk, sk }: Pick<DueRow, 'pk' | 'sk'>, name: string): WorkedOff {
  const ref: Ref<DueRow> = { table: due, pk, sk };
  return remove(ref, { equals: { function: name } });
}

function checked(dueAtMs: number, nowMs: number): number {
  const came = `came ${dueAtMs}, ${dueAtMs - nowMs} ms from now`;
  if (!Number.isSafeInteger(dueAtMs)) throw new Fault('DUE_INVALID', `expected whole epoch milliseconds, ${came}`);
  if (dueAtMs - nowMs > MAX_AHEAD_MS) throw new Fault('DUE_INVALID', `expected at most 30 days ahead, ${came}`);
  return Math.max(dueAtMs, nowMs);
}

/** No key of a record stands in it: that can be an address. */
function laneOf(name: string, { topic, partition, key }: KafkaRecord): string {
  const hash = createHash('sha256').update(`${name} ${topic}-${partition} `);
  return (key ? hash.update('key ').update(key) : hash).digest('base64url').slice(0, 22);
}

/** Sorts by time, then by offset. */
function sortKey(dueAt: string, name: string, record: KafkaRecord, deferrals: number): string {
  const { topic, partition, offset } = record;
  const place = `${topic}-${partition}@${String(offset).padStart(16, '0')}`;
  return `${dueAt}#${place}#${name}#${bytesHash(record)}#${replayCountOf(record)}#${deferrals}`;
}
