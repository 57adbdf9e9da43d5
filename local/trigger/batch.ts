/** A batch while it is filled: up to batchSize records, and no more than one payload takes. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { PAYLOAD_BYTES, partitionBytes, recordBytes } from './payload.ts';

/** The records that were read of one partition, wanted or not. */
interface Reading {
  polled: number;
  /** The next offset to read, and what the group may commit once the batch is done. */
  end: number;
}

export interface Batch {
  /** Each partition's in offset order. */
  records: KafkaRecord[];
  readings: Map<number, Reading>;
  /** The only record is larger than a payload: it can't be invoked. */
  isOversized: boolean;
}

export interface OpenBatch extends Batch {
  isFull: boolean;
  bytes: number;
  /** When the first record came; the window starts then. */
  openedAtMs: number | null;
}

export function openBatch(envelopeBytes: number): OpenBatch {
  return {
    records: [],
    readings: new Map(),
    isOversized: false,
    isFull: false,
    bytes: envelopeBytes,
    openedAtMs: null,
  };
}

/** false when the record has no room: the batch is full then. The same record fits the next batch, or none at all. */
export function add(batch: OpenBatch, record: KafkaRecord, batchSize: number): boolean {
  const entry = batch.readings.has(record.partition) ? 0 : partitionBytes(record.topic, record.partition);
  const bytes = batch.bytes + entry + recordBytes(record);
  // The last partition has no comma behind it.
  const isOversized = bytes - 1 > PAYLOAD_BYTES;
  if (isOversized && batch.records.length > 0) {
    batch.isFull = true;
    return false;
  }
  batch.bytes = bytes;
  batch.records.push(record);
  batch.openedAtMs ??= performance.now();
  batch.isOversized = isOversized;
  batch.isFull = isOversized || batch.records.length >= batchSize;
  passOver(batch, record);
  return true;
}

/** Notes that a record was read, without taking it. */
export function passOver(batch: OpenBatch, { partition, offset }: KafkaRecord): void {
  const reading = batch.readings.get(partition);
  if (reading) {
    reading.polled += 1;
    reading.end = offset + 1;
  } else {
    batch.readings.set(partition, { polled: 1, end: offset + 1 });
  }
}
