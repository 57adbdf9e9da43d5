/** Topics of a real Kafka as tests use them: created, and read from the beginning to the end. */
import { randomUUID } from 'node:crypto';
import type { Admin, EachBatchPayload, IHeaders, ITopicConfig } from 'kafkajs';
import { vi } from 'vitest';
import type { Headers, KafkaRecord } from '../../lib/kafka/record.ts';
import { defaultMaxMessageBytes } from '../../lib/kafka/recordSize.ts';
import { kafkajs } from '../../lib/producer/kafkajs.ts';

interface TopicSettings {
  partitions?: number;
  maxMessageBytes?: number;
  /** How far ahead of its clock a record may be. */
  aheadMs?: number;
  /** How the broker stores what it gets; absent: as it came. */
  storedAs?: 'uncompressed';
}

export interface KafkaTopics {
  /** Answers the name. */
  create(settings?: TopicSettings): Promise<string>;
  /** With names that a test does not choose. */
  createNamed(topics: readonly { name: string; partitions: number }[]): Promise<void>;
  /** All that stands on a topic, partition by partition. */
  read(topic: string): Promise<KafkaRecord[]>;
  close(): Promise<void>;
}

export async function openKafkaTopics(address: string): Promise<KafkaTopics> {
  const kafka = new kafkajs.Kafka({ brokers: [address], clientId: 'tests', logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  return {
    async create({ partitions = 3, maxMessageBytes = defaultMaxMessageBytes, aheadMs = 3_600_000, storedAs } = {}) {
      const topic = `topic.${randomUUID()}`;
      const configEntries = [
        { name: 'max.message.bytes', value: String(maxMessageBytes) },
        { name: 'message.timestamp.after.max.ms', value: String(aheadMs) },
        { name: 'compression.type', value: storedAs ?? 'producer' },
      ];
      await createTopics(admin, [{ topic, numPartitions: partitions, configEntries }]);
      return topic;
    },
    async createNamed(topics) {
      await createTopics(
        admin,
        topics.map(({ name, partitions }) => ({ topic: name, numPartitions: partitions })),
      );
    },
    async read(topic) {
      const bounds = await admin.fetchTopicOffsets(topic);
      const ends = bounds.map(({ partition, high }) => [partition, Number(high)] as const);
      const consumer = kafka.consumer({ groupId: `tests.${randomUUID()}`, maxWaitTimeInMs: 50 });
      const records = await readUpTo(new Map(ends), topic, consumer);
      await consumer.disconnect();
      return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
    },
    close: () => admin.disconnect(),
  };
}

/** Until their partitions are hosted: kafkajs's own wait ends before, and fails where the broker knows of none yet. */
async function createTopics(admin: Admin, topics: ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics, waitForLeaders: false });
  for (const { topic } of topics) await vi.waitFor(() => admin.fetchTopicOffsets(topic), { timeout: 10_000 });
}

async function readUpTo(
  ends: Map<number, number>,
  topic: string,
  consumer: ReturnType<InstanceType<typeof kafkajs.Kafka>['consumer']>,
): Promise<KafkaRecord[]> {
  let left = [...ends.values()].reduce((sum, end) => sum + end, 0);
  if (left === 0) return [];
  const records: KafkaRecord[] = [];
  const done = Promise.withResolvers<void>();
  const eachBatch = async ({ batch }: EachBatchPayload) => {
    for (const { offset, timestamp, key, value, headers = {} } of batch.messages) {
      const place = { topic, partition: batch.partition, offset: Number(offset), timestamp: Number(timestamp) };
      records.push({ ...place, key: toBytes(key), value: toBytes(value), headers: fromKafkajsHeaders(headers) });
      left -= 1;
    }
    if (left <= 0) done.resolve();
  };
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ eachBatch });
  await done.promise;
  return records;
}

function fromKafkajsHeaders(headers: IHeaders): Headers {
  return Object.entries(headers).flatMap(([name, held]) =>
    [held ?? []].flat().map((value) => [name, new Uint8Array(Buffer.from(value))] as const),
  );
}

function toBytes(field: Buffer | null): Uint8Array | null {
  return field && new Uint8Array(field);
}
