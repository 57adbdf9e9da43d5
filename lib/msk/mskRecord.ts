/** One record as Lambda sends it, to ours and back; one that is not shaped as documented, to what can be kept of it. */
import { createHash } from 'node:crypto';
import { Fault, toFault } from '../errors/fault.ts';
import { FIRST_MADE_UP_OFFSET, type KafkaRecord } from '../kafka/record.ts';
import type { Base64Reader } from './base64Text.ts';
import { fromBase64, fromMskHeaders, toBase64, toMskHeaders } from './mskBytes.ts';
import { type MskRecord, positionOf, timeOf, topicOf } from './mskFields.ts';
import { type Group, LazyRecord, type ReceivedRecord } from './receivedRecord.ts';

/** Never throws: a record that blocks its batch would come again for ever. */
export function fromMskRecord(given: unknown, group: Group, base64: Base64Reader): ReceivedRecord {
  if (!isMskRecord(given)) return keep(given, group, new Fault('BAD_RECORD', 'a record is not an object'));
  try {
    return new LazyRecord(given, group, base64);
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
  const json = Buffer.from(attempt(() => JSON.stringify(given)) ?? 'undefined');
  const record = isMskRecord(given) ? given : undefined;
  return {
    topic: attempt(() => topicOf(record?.topic)) ?? group.topic,
    partition: attempt(() => positionOf(record?.partition, 'partition')) ?? group.partition,
    offset: attempt(() => positionOf(record?.offset, 'offset')) ?? madeUpOffset(json),
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

function madeUpOffset(json: Uint8Array): number {
  return FIRST_MADE_UP_OFFSET + createHash('sha256').update(json).digest().readUIntBE(0, 6);
}

function isMskRecord(given: unknown): given is MskRecord {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
