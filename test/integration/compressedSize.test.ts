// The bytes that max.message.bytes counts: https://kafka.apache.org/documentation/#topicconfigs_max.message.bytes
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kafkajs } from '../../lib/producer/kafkajs.ts';
import { realPart } from '../real/available.ts';
import { type KafkaTopics, openKafkaTopics } from '../real/kafkaTopics.ts';

const address = await realPart('kafka');
/** Five megabytes, and some kilobytes in gzip. */
const value = 'x'.repeat(5_000_000);

describe.runIf(address)('a record of 5 MB that its producer compresses', () => {
  const kafka = new kafkajs.Kafka({
    brokers: [address ?? ''],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const producer = kafka.producer();
  let topics: KafkaTopics;
  beforeAll(async () => {
    topics = await openKafkaTopics(address ?? '');
    await producer.connect();
  });
  afterAll(async () => {
    await producer.disconnect();
    await topics.close();
  });

  const send = (topic: string) =>
    producer.send({ topic, compression: kafkajs.CompressionTypes.GZIP, messages: [{ key: 'k', value }] });

  test('is stored on a topic that takes 1 MB, for the broker counts what it gets', async () => {
    const topic = await topics.create({ partitions: 1, maxMessageBytes: 1_048_588 });
    expect(await send(topic)).toMatchObject([{ errorCode: 0, baseOffset: '0' }]);
    expect((await topics.read(topic))[0]?.value?.length).toBe(5_000_000);
  });

  test('is refused by a topic that is stored uncompressed', async () => {
    const topic = await topics.create({ partitions: 1, maxMessageBytes: 1_048_588, storedAs: 'uncompressed' });
    await expect(send(topic)).rejects.toThrow('larger than the max message size');
    expect(await topics.read(topic)).toEqual([]);
  });
});
