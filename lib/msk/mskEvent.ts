/** A Lambda event of an MSK event source mapping, to records and back. Facts: AWS Lambda guide, "Using Lambda with Amazon MSK". */
import { Fault } from '../errors/fault.ts';
import type { Headers, KafkaRecord } from '../kafka/record.ts';

/** One record as Lambda sends it. `key` is missing for a null key, `value` missing or null for a tombstone. */
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
  headers?: Record<string, number[] | null>[];
}

export interface MskEvent {
  eventSource: 'aws:kafka' | 'SelfManagedKafka';
  /** Absent for self-managed Kafka. */
  eventSourceArn?: string;
  bootstrapServers?: string;
  /** `<topic>-<partition>` → records in offset order. */
  records: Record<string, MskRecord[]>;
}

/** Where an event is said to come from. */
export interface EventSource {
  arn: string;
  bootstrapServers: string;
}

/** Is this the event of a Kafka mapping at all? */
export function isMskEvent(value: unknown): value is MskEvent {
  return typeof value === 'object' && value !== null && 'records' in value && isMap(value.records);
}

/** All records of the event, partition by partition, each partition's in offset order. Fault BAD_RECORD names the place. */
export function fromMskEvent(event: MskEvent): KafkaRecord[] {
  return Object.entries(event.records).flatMap(([partition, records]) => {
    const where = `records["${partition}"]`;
    if (!Array.isArray(records)) throw new Fault('BAD_RECORD', `${where} is not an array`);
    return records.map((record, index) => fromMskRecord(record, `${where}[${index}]`));
  });
}

export function toMskEvent(records: readonly KafkaRecord[], source: EventSource): MskEvent {
  const byPartition: Record<string, MskRecord[]> = {};
  for (const record of records) {
    const partition = `${record.topic}-${record.partition}`;
    byPartition[partition] ??= [];
    byPartition[partition].push(toMskRecord(record));
  }
  return {
    eventSource: 'aws:kafka',
    eventSourceArn: source.arn,
    bootstrapServers: source.bootstrapServers,
    records: byPartition,
  };
}

function fromMskRecord(record: MskRecord, where: string): KafkaRecord {
  const { topic, partition, offset, timestamp } = record;
  if (typeof topic !== 'string' || !isPosition(partition) || !isPosition(offset)) {
    throw new Fault(
      'BAD_RECORD',
      `${where} needs topic, partition and offset, has ${JSON.stringify({ topic, partition, offset })}`,
    );
  }
  return {
    topic,
    partition,
    offset,
    timestamp: typeof timestamp === 'number' ? timestamp : 0,
    key: fromBase64(record.key),
    value: fromBase64(record.value),
    headers: fromMskHeaders(record.headers ?? []),
  };
}

function toMskRecord(record: KafkaRecord): MskRecord {
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
 * Buffer.from takes each number modulo 256, so signed and unsigned bytes are both right. Kafka allows a header without
 * a value, and nobody documents what Lambda makes of it: here it has no bytes, rather than that the batch never ends.
 */
function fromMskHeaders(headers: Record<string, number[] | null>[]): Headers {
  return headers.flatMap((header) =>
    Object.entries(header).map(([name, bytes]) => [name, Buffer.from(bytes ?? [])] as const),
  );
}

function toMskHeaders(headers: Headers): Record<string, number[]>[] {
  return headers.map(([name, bytes]) => ({ [name]: Array.from(new Int8Array(bytes)) }));
}

function fromBase64(text: string | null | undefined): Uint8Array | null {
  return text === undefined || text === null ? null : Buffer.from(text, 'base64');
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function isPosition(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
