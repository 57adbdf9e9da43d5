import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { userRegistered } from '../../events/user.ts';
import { encode } from '../../lib/envelope/encode.ts';
import type { NewRecord } from '../../lib/kafka/record.ts';
import { kafkaProducer } from '../../lib/producer/kafka.ts';
import type { Producer } from '../../lib/producer/producer.ts';
import { realPart } from '../real/available.ts';
import { type KafkaTopics, openKafkaTopics } from '../real/kafkaTopics.ts';
import { readerOf } from './readers.ts';

/** The first time a machine has to build Sarama. */
const limit = { timeout: 300_000 };

const address = await realPart('kafka');

describe.runIf(address)('what we publish with Snappy', () => {
  let topics: KafkaTopics;
  let producer: Producer;
  beforeAll(async () => {
    topics = await openKafkaTopics(address ?? '');
    producer = kafkaProducer({ brokers: [address ?? ''], clientId: 'interop' });
  });
  afterAll(async () => {
    await producer.close();
    await topics.close();
  });

  /** Registrations as the topic `user_registered` has them, on a topic of the test's own, in one batch. */
  async function publishRegistrations(): Promise<string> {
    const topic = await topics.create({ partitions: 1 });
    const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
    const records = Array.from({ length: 60 }, (_, at): NewRecord[] => {
      const data = {
        user_id: String(370_000 + at),
        username: `müller-${at}`,
        email: `user${at}@example.com`,
        user_version: 1,
        status: 'active',
        locale: 'en',
        created_at: '2026-11-21T08:00:00.000Z',
        field_times: {},
      };
      const fact = { id: `event-${at}`, at: '2026-11-21T08:00:00.000Z' };
      return encode({ ...userRegistered(data), fact }, trace).filter((record) => record.topic === 'user_registered');
    }).flat();
    await producer.publish(records.map((record) => ({ ...record, topic })));
    return topic;
  }

  it.for(['sarama', 'librdkafka', 'nest'] as const)(
    'is read by %s, keys, values and headers',
    limit,
    async (name, test) => {
      const read = await readerOf(name);
      if (!read) return test.skip(`there is no ${name}`);
      const records = await read(address ?? '', await publishRegistrations(), 60);
      expect(records).toHaveLength(60);
      expect(records[0]).toEqual({
        key: '370000',
        value:
          '{"user_id":"370000","username":"müller-0","email":"user0@example.com","locale":"en","created_at":"2026-11-21T08:00:00.000Z"}',
        headers: [
          ['x-event-id', 'event-0'],
          ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
        ],
      });
      expect(records.map(({ key }) => key)).toEqual(Array.from({ length: 60 }, (_, at) => String(370_000 + at)));
    },
  );
});
