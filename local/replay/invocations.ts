/** From a saved event to the events a function is invoked with, one a topic. */
import { partitionFor } from '../../lib/kafka/murmur2.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { withoutPrefix, withPrefix } from '../../lib/kafka/topicPrefix.ts';
import { type MskEvent, toMskEvent } from '../../lib/msk/mskEvent.ts';
import type { Broker } from '../broker/broker.ts';
import { localCluster } from '../cluster.ts';
import type { AnyConfig } from '../functions.ts';
import { UsageError } from '../usageError.ts';
import type { SavedEvent, SavedRecord } from './savedEvent.ts';

const takes = {
  http: 'is an HTTP function: it takes an API Gateway event (payload 2.0)',
  consumer: 'is a consumer: it takes an MSK event or Kafka records',
  job: 'is a job',
} as const;
const holds = { http: 'an API Gateway event', msk: 'an MSK event', records: 'Kafka records', any: 'any JSON' } as const;

/** UsageError when the function doesn't take such an event, or doesn't read one of its topics. */
export function checkFit(config: AnyConfig, saved: SavedEvent, prefix: string): void {
  if ((config.kind === 'http') !== (saved.kind === 'http')) {
    throw new UsageError(`${config.name} ${takes[config.kind]}, and the file holds ${holds[saved.kind]}.`);
  }
  const read = config.kind === 'consumer' ? config.topics.map(({ name }) => name) : [];
  const foreign = topicsOf(saved).find((topic) => !read.includes(withoutPrefix(prefix, topic)));
  if (foreign === undefined) return;
  throw new UsageError(`${config.name} does not read ${foreign}: it reads ${read.join(', ')}.`);
}

/** In order of the topics' appearance. */
export async function toEvents(
  saved: SavedEvent,
  broker: Broker,
  { nowMs, prefix }: { nowMs: number; prefix: string },
): Promise<unknown[]> {
  if (saved.kind === 'http' || saved.kind === 'any') return [saved.event];
  const topics = topicsOf(saved);
  if (saved.kind === 'msk') return topics.map((topic) => onlyTopic(saved.event, topic));
  const partitions = new Map<string, number>();
  for (const topic of topics) partitions.set(topic, (await broker.offsets(withPrefix(prefix, topic))).length);
  const records = saved.records.map((record, at) =>
    place({ offset: at, timestamp: nowMs, ...record }, partitions.get(record.topic) ?? 1),
  );
  return topics.map((topic) => toMskEvent(inOffsetOrder(records, topic), localCluster));
}

function topicsOf(saved: SavedEvent): string[] {
  const mskRecords = saved.kind === 'msk' ? Object.values(saved.event.records).flat() : [];
  const records = saved.kind === 'records' ? saved.records : mskRecords;
  return [...new Set(records.map(({ topic }) => topic))];
}

/** Whatever the event holds beside records stays as it is, byte for byte. */
function onlyTopic(event: MskEvent, topic: string): MskEvent {
  const entries = Object.entries(event.records).filter(([, records]) => records[0]?.topic === topic);
  return { ...event, records: Object.fromEntries(entries) };
}

/** The place Kafka would give it; the offset is the place in the file. */
function place(record: SavedRecord & Pick<KafkaRecord, 'offset' | 'timestamp'>, partitions: number): KafkaRecord {
  const { key, partition = key === null ? 0 : partitionFor(key, partitions) } = record;
  return { ...record, partition };
}

function inOffsetOrder(records: readonly KafkaRecord[], topic: string): KafkaRecord[] {
  return records.filter((record) => record.topic === topic).sort((a, b) => a.offset - b.offset);
}
