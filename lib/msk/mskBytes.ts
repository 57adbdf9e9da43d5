/** Keys, values and headers as Lambda writes bytes into JSON, and back. */
import { Fault } from '../errors/fault.ts';
import type { Headers } from '../kafka/record.ts';

/** null for absent and null. Fault BAD_RECORD: Buffer itself would leave out in silence what is not base64. */
export function fromBase64(text: unknown, name: string): Uint8Array | null {
  if (text === undefined || text === null) return null;
  if (typeof text !== 'string') throw new Fault('BAD_RECORD', `${name} is a ${typeof text}`);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === Buffer.byteLength(text, 'base64')) return bytes;
  throw new Fault('BAD_RECORD', `${name} is not base64 (${text.length} characters)`);
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
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
    for (const name of Object.keys(header)) read.push([name, fromNumbers(header[name])]);
  }
  return read;
}

export function toMskHeaders(headers: Headers): Record<string, number[]>[] {
  return headers.map(([name, bytes]) => ({ [name]: Array.from(new Int8Array(bytes)) }));
}

/** One loop that checks and copies costs no more than Buffer.from, which would make 0 of what is no number. */
function fromNumbers(numbers: unknown): Uint8Array {
  if (numbers === null) return Buffer.alloc(0);
  if (!Array.isArray(numbers)) throw new Fault('BAD_RECORD', 'a header is not a list of bytes');
  const bytes = Buffer.allocUnsafe(numbers.length);
  for (let at = 0; at < numbers.length; at += 1) {
    const number: unknown = numbers[at];
    if (typeof number !== 'number' || !Number.isInteger(number) || number < -128 || number > 255) {
      throw new Fault('BAD_RECORD', `a header has ${JSON.stringify(number)} for a byte`);
    }
    bytes[at] = number;
  }
  return bytes;
}
