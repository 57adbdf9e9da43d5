/** Keys, values and headers as Lambda writes bytes into JSON, and back. */
import { Fault } from '../errors/fault.ts';
import type { Headers } from '../kafka/record.ts';
import { shownValue } from '../text/shown.ts';

/** null for absent and null. Fault BAD_RECORD: Buffer itself would leave out in silence what is not base64. */
export function fromBase64(text: unknown, name: string): Uint8Array | null {
  if (text === undefined || text === null) return null;
  if (typeof text !== 'string') throw new Fault('BAD_RECORD', `${name} is a ${typeof text}`);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === Buffer.byteLength(text, 'base64')) return bytes;
  throw new Fault('BAD_RECORD', `${name} is not base64 (${text.length} characters)`);
}

/** Exactly as it is, where it is base64 as it should be: padded, and with nothing in between. Fault BAD_RECORD. */
export function base64Of(text: unknown, name: string): string | null {
  if (text === undefined || text === null) return null;
  if (typeof text !== 'string') throw new Fault('BAD_RECORD', `${name} is a ${typeof text}`);
  if (text.length % 4 === 0 && wellFormed.test(text)) return text;
  throw new Fault('BAD_RECORD', `${name} is not base64 (${text.length} characters)`);
}

/** The bits that the last character has too many are zero, or two texts could mean the same bytes (RFC 4648, 3.5). */
const wellFormed = /^[A-Za-z0-9+/]*(?:[AQgw]==|[AEIMQUYcgkosw048]=)?$/;

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/**
 * Signed bytes and unsigned are both right. Kafka allows a header without a value, and nobody documents what Lambda
 * makes of it: here it has no bytes. Fault BAD_RECORD.
 */
export function fromMskHeaders(headers: unknown): Headers {
  if (headers === undefined || headers === null) return [];
  if (!Array.isArray(headers)) throw new Fault('BAD_RECORD', 'headers is not a list');
  const read: [string, Uint8Array][] = [];
  for (const header of headers) {
    if (typeof header !== 'object' || header === null) throw new Fault('BAD_RECORD', 'a header is not an object');
    for (const name of Object.keys(header)) read.push([name.toWellFormed(), fromNumbers(header[name])]);
  }
  return read;
}

/** The names of headers that `fromMskHeaders` can read: nothing is copied before somebody wants it. Fault BAD_RECORD. */
export function namesOfMskHeaders(headers: unknown): readonly string[] {
  if (headers === undefined || headers === null) return NO_NAMES;
  if (!Array.isArray(headers)) throw new Fault('BAD_RECORD', 'headers is not a list');
  if (headers.length === 0) return NO_NAMES;
  const names: string[] = [];
  for (const header of headers) {
    if (typeof header !== 'object' || header === null) throw new Fault('BAD_RECORD', 'a header is not an object');
    for (const name in header) {
      checkNumbers(header[name]);
      names.push(name.toWellFormed());
    }
  }
  return names;
}

const NO_NAMES: readonly string[] = [];

export function toMskHeaders(headers: Headers): Record<string, number[]>[] {
  return headers.map(([name, bytes]) => ({ [name]: toSignedNumbers(bytes) }));
}

/** A loop is several times as fast as Array.from here. */
function toSignedNumbers(bytes: Uint8Array): number[] {
  const numbers: number[] = [];
  for (const byte of bytes) numbers.push(byte < 128 ? byte : byte - 256);
  return numbers;
}

/** Those of a header that was checked. */
function fromNumbers(numbers: unknown): Uint8Array {
  checkNumbers(numbers);
  return Buffer.from((numbers ?? []) as number[]);
}

/** Buffer.from would make 0 of what is no number. */
function checkNumbers(numbers: unknown): void {
  if (numbers === null) return;
  if (!Array.isArray(numbers)) throw new Fault('BAD_RECORD', 'a header is not a list of bytes');
  for (let at = 0; at < numbers.length; at += 1) {
    const number: unknown = numbers[at];
    // Only a whole number of 32 bits is the same after this; of an object no number may come, but an error.
    if (typeof number !== 'number' || (number | 0) !== number || number < -128 || number > 255) {
      throw new Fault('BAD_RECORD', `a header has ${shownValue(number)} for a byte`);
    }
  }
}
