/** One record as Lambda sends it, to ours and back; one that is not shaped as documented, to what can be kept of it. */
import { createHash } from 'node:crypto';
import { Fault, toFault } from '../errors/fault.ts';
import { FIRST_MADE_UP_OFFSET, type KafkaRecord } from '../kafka/record.ts';
import type { Base64Reader } from './base64Text.ts';
import { fromBase64, fromMskHeaders, namesOfMskHeaders, toBase64, toMskHeaders } from './mskBytes.ts';
import { LazyRecord, type ReceivedRecord } from './receivedRecord.ts';

/** `key` is missing for a null key, `value` missing or null for a tombstone. */
export interface MskRecord {
  topic: string;
  partition: number;
  offset: number;
  /** Epoch milliseconds. */
  timestamp: number;
  timestampType: 'CREATE_TIME' | 'LOG_APPEND_TIME';
  /** Base64. */
  key?: string | null;
  /** Base64. */
  value?: string | null;
  /** One single-key object a header, in order; the bytes are signed (Java's). */
  headers?: Record<string, number[] | null>[] | null;
}

/** The topic and partition that the event's map says its records are of. */
export interface Group {
  topic: string;
  partition: number;
}

/** The last time of four-digit years: what is later is microseconds taken for milliseconds, and no time. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Never throws: a record that blocks its batch would come again for ever. */
export function fromMskRecord(given: unknown, group: Group, base64: Base64Reader): ReceivedRecord {
  if (!isMskRecord(given)) return keep(given, group, new Fault('BAD_RECORD', 'a record is not an object'));
  try {
    const value = given.value ?? null;
    return new LazyRecord({
      topic: topicOf(given.topic ?? group.topic),
      partition: position(given.partition ?? group.partition, 'partition'),
      offset: position(given.offset, 'offset'),
      timestamp: timeOf(given.timestamp),
      keyText: base64.bytesText(given.key, 'key'),
      text: value === null ? undefined : base64.utf8Text(value, 'value'),
      value,
      headerNames: namesOfMskHeaders(given.headers),
      headers: given.headers,
    });
  } catch (error) {
    return keep(given, group, toFault(error));
  }
}

export function toMskRecord(record: KafkaRecord): MskRecord {
  return {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    timestampType: 'CREATE_TIME',
    ...(record.key && { key: toBase64(record.key) }),
    ...(record.value && { value: toBase64(record.value) }),
    headers: toMskHeaders(record.headers),
  };
}

/**
 * A record for the dead letter topic: at its own place, or one made of its bytes, so that it is known when it comes
 * again and never taken for another. Its bytes are kept where only the place is wrong, else all that Lambda sent, as JSON.
 */
export function keep(given: unknown, group: Group, misshapen: Fault): ReceivedRecord {
  const json = Buffer.from(JSON.stringify(given) ?? 'undefined');
  const record = isMskRecord(given) ? given : undefined;
  return {
    topic: attempt(() => topicOf(record?.topic)) ?? group.topic,
    partition: attempt(() => position(record?.partition, 'partition')) ?? group.partition,
    offset: attempt(() => position(record?.offset, 'offset')) ?? madeUpOffset(json),
    timestamp: timeOf(record?.timestamp),
    ...(attempt(() => bytesOf(record)) ?? { key: null, value: json, headers: [] }),
    misshapen,
  };
}

function bytesOf(record: MskRecord | undefined): Pick<KafkaRecord, 'key' | 'value' | 'headers'> | undefined {
  // Without a value it is not clear that this is a record at all.
  if (typeof record?.value !== 'string') return undefined;
  return {
    key: fromBase64(record.key, 'key'),
    value: fromBase64(record.value, 'value'),
    headers: fromMskHeaders(record.headers),
  };
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function topicOf(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Fault('BAD_RECORD', `topic is ${JSON.stringify(value)}`);
}

/** Digits as text are taken too: a Java long is often written so. Past 2^53 - 1 a number was rounded already. */
function position(value: unknown, name: string): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(number) && (number as number) >= 0) return number as number;
  throw new Fault('BAD_RECORD', `${name} is ${String(JSON.stringify(value)).slice(0, 40)}`);
}

function timeOf(value: unknown): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= LAST_MS ? number : 0;
}

function madeUpOffset(json: Uint8Array): number {
  return FIRST_MADE_UP_OFFSET + createHash('sha256').update(json).digest().readUIntBE(0, 6);
}

function isMskRecord(given: unknown): given is MskRecord {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
