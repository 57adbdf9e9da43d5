/** A Lambda event of an MSK event source mapping, to records and back. Facts: AWS Lambda guide, "Using Lambda with Amazon MSK". */
import { Fault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import { cutText, shown } from '../text/shown.ts';
import { createBase64Reader } from './base64Text.ts';
import type { MskRecord } from './mskFields.ts';
import { fromMskRecord, keep, toMskRecord } from './mskRecord.ts';
import type { Group, ReceivedRecord } from './receivedRecord.ts';

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

/**
 * All records of the event, partition by partition, each partition's in offset order; what is not shaped as documented
 * is among them, marked as misshapen. Fault BAD_RECORD where it is not the event of a Kafka mapping.
 */
export function fromMskEvent(event: MskEvent): ReceivedRecord[] {
  if (!isMskEvent(event)) throw new Fault('BAD_RECORD', 'the event has no map of records: no Kafka mapping sent it');
  const base64 = createBase64Reader();
  const received: ReceivedRecord[] = [];
  for (const [name, records] of Object.entries(event.records)) {
    const group = groupOf(name);
    if (!Array.isArray(records)) {
      received.push(keep(records, group, new Fault('BAD_RECORD', `records["${shown(name)}"] is not a list`)));
    } else for (const record of records) received.push(fromMskRecord(record, group, base64));
  }
  return received;
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

/** `<topic>-<partition>`; a topic's own name may have hyphens, and digits behind them. */
function groupOf(name: string): Group {
  const [, topic = name, partition = '0'] = /^(.+)-(\d{1,9})$/.exec(name) ?? [];
  // A topic's name has 249 characters at most; a longer one is cut, so that every key made with it fits the store.
  return { topic: cutText(topic, 249), partition: Number(partition) };
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
