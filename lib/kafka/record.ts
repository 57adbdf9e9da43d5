/** A Kafka record as bytes: the one shape shared by engine, producers, brokers and local tools. */
import { createHash } from 'node:crypto';

/** In the order they were written; one name may come several times. */
export type Headers = readonly (readonly [name: string, value: Uint8Array])[];

/** A record on its way to a topic. */
export interface NewRecord {
  topic: string;
  key: Uint8Array | null;
  /** null is a tombstone. */
  value: Uint8Array | null;
  headers: Headers;
}

/** A record as it stands in a partition. */
export interface KafkaRecord extends NewRecord {
  partition: number;
  offset: number;
  /** Epoch milliseconds; below zero: the record has none (Kafka's NO_TIMESTAMP is -1). */
  timestamp: number;
  /** How often a function deferred it, where it comes from a row due. */
  deferrals?: number;
  /** The value as text, where that is known before the bytes were asked for. */
  text?: string | undefined;
  /** The names of the headers, where these have not been decoded yet. */
  headerNames?: readonly string[];
}

export const NO_TIMESTAMP = -1;

/** No partition gets so far: offsets from here on stand for records that came without a place. */
export const FIRST_MADE_UP_OFFSET = 2 ** 52;

export function isMadeUp({ offset }: KafkaRecord): boolean {
  return offset >= FIRST_MADE_UP_OFFSET;
}

/** `things-1@1042`: how every message and log line names a record. */
export function placeOf(record: { topic: string; partition: number; offset: number }): string {
  return `${record.topic}-${record.partition}@${record.offset}`;
}

/** The last value of that header as UTF-8 text, as Kafka's own `Headers.lastHeader` has it. */
export function headerText(headers: Headers, name: string): string | undefined {
  const found = headers.findLast(([candidate]) => candidate === name);
  return found && Buffer.from(found[1]).toString('utf8');
}

/** A header's text, from a record whose headers may not be decoded yet: without that name they need not be. */
export function headerOf(record: KafkaRecord, name: string): string | undefined {
  return record.headerNames?.includes(name) === false ? undefined : headerText(record.headers, name);
}

/** Tells records of the same place apart, since topics are recreated. */
export function bytesHash(record: { key: Uint8Array | null; value: Uint8Array | null }): string {
  const hash = createHash('sha256');
  for (const bytes of [record.key, record.value]) hash.update(bytes ? `${bytes.length}:` : 'null:').update(bytes ?? '');
  return hash.digest('base64url').slice(0, 16);
}
