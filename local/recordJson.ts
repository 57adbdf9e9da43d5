/** A record as JSON, the one shape people see and write: replay's files and effects, the inspection API. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { KafkaRecord, NewRecord } from '../lib/kafka/record.ts';
import { FieldError, parseFields } from './fields.ts';
import { parseExactly } from './jsonText.ts';

export interface RecordJson {
  topic: string;
  /** These three are null before publication. */
  partition: number | null;
  offset: number | null;
  timestamp: number | null;
  key: string | null;
  keyBase64: string | null;
  headers: [name: string, utf8: string][];
  /** The JSON when it parses, else text; null for a tombstone. */
  value: unknown;
  valueBase64: string | null;
}

export function toRecordJson(record: NewRecord & Partial<KafkaRecord>): RecordJson {
  const { topic, partition = null, offset = null, timestamp = null, key, value, headers } = record;
  return {
    topic,
    partition,
    offset,
    timestamp,
    key: toText(key),
    keyBase64: toBase64(key),
    headers: headers.map(([name, bytes]) => [name, toText(bytes)]),
    value: toValue(value),
    valueBase64: toBase64(value),
  };
}

/** The last value of that header; undefined when there is none. */
export function headerNamed({ headers }: RecordJson, name: string): string | undefined {
  return headers.findLast(([candidate]) => candidate === name)?.[1];
}

/** A record as a person wrote it: a coordinate that is missing is chosen by whoever takes the record. */
export interface WrittenRecord extends Omit<NewRecord, 'topic'> {
  topic?: string;
  partition?: number;
  offset?: number;
  timestamp?: number;
}

const whole = z.int().min(0).nullish();
const shape = z.strictObject({
  topic: z.string().min(1).nullish(),
  partition: whole,
  offset: whole,
  timestamp: whole,
  key: z.string().nullish(),
  keyBase64: z.base64().nullish(),
  headers: z.array(z.tuple([z.string(), z.string()])).nullish(),
  value: z.unknown().optional(),
  valueBase64: z.base64().nullish(),
});

/** Bytes win over text, but may not contradict it: an edit of one must not be lost to the other. FieldError names the field. */
export function fromRecordJson(json: unknown, where: string): WrittenRecord {
  const { topic, partition, offset, timestamp, headers, ...written } = parseFields(shape, json, where);
  const { key, keyBase64, value, valueBase64 } = written;
  if (value === undefined && valueBase64 === undefined) {
    throw new FieldError(where, 'value', 'expected the value, or valueBase64, or null for a tombstone, came nothing');
  }
  const keyBytes = fromBase64(keyBase64) ?? (typeof key === 'string' ? Buffer.from(key) : null);
  const valueBytes = fromBase64(valueBase64) ?? fromValue(value);
  if (key !== undefined && toText(keyBytes) !== key) throw contradiction(where, 'keyBase64', 'key');
  if (value !== undefined && !saysValue(valueBytes, value)) throw contradiction(where, 'valueBase64', 'value');
  return {
    ...(typeof topic === 'string' && { topic }),
    ...(typeof partition === 'number' && { partition }),
    ...(typeof offset === 'number' && { offset }),
    ...(typeof timestamp === 'number' && { timestamp }),
    key: keyBytes,
    value: valueBytes,
    headers: (headers ?? []).map(([name, text]) => [name, Buffer.from(text)] as const),
  };
}

function saysValue(bytes: Uint8Array | null, value: unknown): boolean {
  return isDeepStrictEqual(toValue(bytes), value) || (bytes !== null && toText(bytes) === value);
}

function contradiction(where: string, bytes: string, text: string): FieldError {
  return new FieldError(where, bytes, `says other bytes than ${text} does; leave one of them out`);
}

function toText(bytes: Uint8Array): string;
function toText(bytes: Uint8Array | null): string | null;
function toText(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString('utf8');
}

function toBase64(bytes: Uint8Array | null): string | null {
  return bytes && Buffer.from(bytes).toString('base64');
}

function fromBase64(text: string | null | undefined): Uint8Array | null {
  return typeof text === 'string' ? Buffer.from(text, 'base64') : null;
}

/** Text stands for itself, so that bytes that are no JSON can be written too. */
function fromValue(value: unknown): Uint8Array | null {
  if (value === null || value === undefined) return null;
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

function toValue(bytes: Uint8Array | null): unknown {
  if (bytes === null) return null;
  const text = toText(bytes);
  try {
    return parseExactly(text);
  } catch {
    return text;
  }
}
