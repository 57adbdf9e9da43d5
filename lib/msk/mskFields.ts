/** The fields of a record as Lambda sends it, each taken for what it can be. */
import { Fault } from '../errors/fault.ts';
import { NO_TIMESTAMP } from '../kafka/record.ts';
import { shownValue } from '../text/shown.ts';

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

/** The last time of four-digit years: what is later is microseconds taken for milliseconds, and no time. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Fault BAD_RECORD. */
export function topicOf(value: unknown): string {
  if (typeof value === 'string' && isTopic(value)) return value;
  throw new Fault('BAD_RECORD', `topic is ${shownValue(value)}`);
}

/** Kafka has no longer names. */
function isTopic(name: string): boolean {
  return name.length <= 249 && name.isWellFormed();
}

/** Digits as text are taken too: a Java long is often written so. Past 2^53 - 1 a number was rounded already. Fault BAD_RECORD. */
export function positionOf(value: unknown, name: string): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (Number.isSafeInteger(number) && (number as number) >= 0) return number as number;
  throw new Fault('BAD_RECORD', `${name} is ${shownValue(value)}`);
}

/** 0 for what is no time. */
export function timeOf(value: unknown): number {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= LAST_MS ? number : NO_TIMESTAMP;
}
