/** How many bytes of JSON an invocation has, counted without writing it. */
import type { Headers, KafkaRecord } from '../../lib/kafka/record.ts';
import { type EventSource, toMskEvent } from '../../lib/msk/mskEvent.ts';

/** Lambda takes 6 MB in a synchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const PAYLOAD_BYTES = 6 * 1024 * 1024;

/** The event without records. */
export function envelopeBytes(source: EventSource): number {
  return Buffer.byteLength(JSON.stringify(toMskEvent([], source)));
}

/** A partition's entry in the event; the comma behind it is the one that its last record does not have. */
export function partitionBytes(topic: string, partition: number): number {
  return '"-":[]'.length + Buffer.byteLength(topic) + digits(partition);
}

const fixed = '{"topic":"","partition":,"offset":,"timestamp":,"timestampType":"CREATE_TIME","headers":[]},'.length;

/** One record, and the comma after it. Topics have only letters that JSON leaves alone. */
export function recordBytes(record: KafkaRecord): number {
  let bytes = fixed + record.topic.length + digits(record.partition) + digits(record.offset) + digits(record.timestamp);
  if (record.key) bytes += ',"key":""'.length + base64Length(record.key);
  if (record.value) bytes += ',"value":""'.length + base64Length(record.value);
  return record.headers.length === 0 ? bytes : bytes + headersBytes(record.headers);
}

function headersBytes(headers: Headers): number {
  let bytes = headers.length - 1;
  for (const [name, value] of headers) {
    bytes += Buffer.byteLength(JSON.stringify(name)) + '{:[]}'.length + Math.max(0, value.length - 1);
    for (const byte of value) bytes += signedDigits[byte] ?? 0;
  }
  return bytes;
}

/** Lambda writes header bytes as Java's: 0 to 127, then -128 to -1. */
const signedDigits = Array.from({ length: 256 }, (_, byte) => String(byte < 128 ? byte : byte - 256).length);

function base64Length(bytes: Uint8Array): number {
  return Math.ceil(bytes.length / 3) * 4;
}

function digits(number: number): number {
  return String(number).length;
}
