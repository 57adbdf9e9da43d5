/** Times in events: RFC 3339 with any offset and up to nanoseconds, made UTC without losing digits. */
import { Fault } from '../errors/fault.ts';
import { shapeOf } from '../observability/shape.ts';

const rfc3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9})\d*)?([Zz]|[+-]\d{2}:\d{2})$/;

/** A time in the form that we write, on a day that its month has: it needs no conversion. */
const canonical =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Stands where no time is known, and before all that is. */
export const UNKNOWN_TIME = new Date(0).toISOString();

const GO_ZERO = '0001-01-01T00:00:00Z';

/** Epoch values below this are seconds (until the year 5138), above it milliseconds. */
const SECONDS_LIMIT = 100_000_000_000;

/** Absent, null, and what Go writes of a time that was never set. */
export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === GO_ZERO;
}

/**
 * Whether it is exact enough to tell one occurrence from the next: to the millisecond. Within a second the same may
 * happen twice, and is told in the same words.
 */
export function isExact(value: unknown): boolean {
  if (typeof value === 'number') return value >= SECONDS_LIMIT;
  return typeof value === 'string' && /\.\d{3}/.test(value);
}

/**
 * UTC as `2026-11-21T08:00:00.123Z`, or with nine digits where the input had more than three.
 * `fallbackMs` (the record's own time) is used for what is unset. Fault BAD_TIMESTAMP.
 */
export function toUtc(value: unknown, fallbackMs: number): string {
  if (isUnset(value)) return new Date(fallbackMs).toISOString();
  if (typeof value === 'number') return fromEpoch(value);
  if (typeof value === 'string' && canonical.test(value)) return value;
  const match = typeof value === 'string' ? rfc3339.exec(value) : null;
  const [, date = '', time = '', digits = '', offset = ''] = match ?? [];
  if (!isDate(date) || time.startsWith('24')) throw badTimestamp(value);
  const [seconds] = toIso(Date.parse(`${date}T${time}${offset.toUpperCase()}`), value).split('.');
  return `${seconds}.${fraction(digits)}Z`;
}

/** `Date` would take 30 February for 2 March. */
function isDate(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function fraction(digits: string): string {
  const nine = digits.padEnd(9, '0');
  return nine.endsWith('000000') ? nine.slice(0, 3) : nine;
}

function fromEpoch(value: number): string {
  return toIso(value < SECONDS_LIMIT ? value * 1000 : value, value);
}

/** Years of four digits only: others don't sort as text, and are microseconds taken for milliseconds. */
function toIso(epochMs: number, came: unknown): string {
  const date = new Date(epochMs);
  const iso = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  if (iso.length !== '2026-11-21T08:00:00.000Z'.length) throw badTimestamp(came);
  return iso;
}

const LONGEST = '2026-11-21T08:00:00.123456789+01:00'.length;

function badTimestamp(came: unknown): Fault {
  return new Fault('BAD_TIMESTAMP', `came ${shapeOf(typeof came === 'string' ? came : JSON.stringify(came), LONGEST)}`);
}
