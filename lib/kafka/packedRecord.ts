/** A record as bytes for the object store, and back: JSON with base64, so that a person can read it too. */
import type { NewRecord } from './record.ts';

interface Packed {
  topic: string;
  key: string | null;
  value: string | null;
  headers: [name: string, value: string][];
}

export function packRecords(records: readonly NewRecord[]): Uint8Array {
  return Buffer.from(JSON.stringify(records.map(toPacked)));
}

export function unpackRecords(bytes: Uint8Array): NewRecord[] {
  return (JSON.parse(Buffer.from(bytes).toString('utf8')) as Packed[]).map(fromPacked);
}

function toPacked({ topic, key, value, headers }: NewRecord): Packed {
  return {
    topic,
    key: key && toText(key),
    value: value && toText(value),
    headers: headers.map(([name, bytes]) => [name, toText(bytes)]),
  };
}

function fromPacked({ topic, key, value, headers }: Packed): NewRecord {
  return {
    topic,
    key: key === null ? null : Buffer.from(key, 'base64'),
    value: value === null ? null : Buffer.from(value, 'base64'),
    headers: headers.map(([name, text]) => [name, Buffer.from(text, 'base64')] as const),
  };
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
