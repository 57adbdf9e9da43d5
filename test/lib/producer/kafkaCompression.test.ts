import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Compression } from '../../../lib/kafka/compression.ts';
import { kafkaProducer } from '../../../lib/producer/kafka.ts';
import { openKafkaBroker } from '../../../local/broker/kafka/adapter.ts';
import { record } from '../../contracts/broker/given.ts';
import { realPart } from '../../real/available.ts';
import { codecsOn } from '../../real/kafkaBatches.ts';
import { type KafkaTopics, openKafkaTopics } from '../../real/kafkaTopics.ts';

const available = await realPart('kafka');
const address = available ?? '';

describe.runIf(available).each([
  [
    'the producer',
    (compressionOf: (topic: string) => Compression) =>
      kafkaProducer({ brokers: [address], clientId: 'tests', compressionOf }, Date.now),
  ],
  [
    'the broker of the local stack',
    (compressionOf: (topic: string) => Compression) =>
      openKafkaBroker({ brokers: [address], isOurs: true, compressionOf, now: Date.now }),
  ],
])('%s', (_, open) => {
  const kinds = new Map<string, Compression>();
  const producer = open((topic) => kinds.get(topic) ?? 'none');
  let topics: KafkaTopics;
  beforeAll(async () => {
    topics = await openKafkaTopics(address);
  });
  afterAll(async () => {
    await producer.close();
    await topics.close();
  });

  /** One of each kind, and one that nobody defined. */
  async function createdTopics() {
    const names = await Promise.all([1, 2, 3, 4].map(() => topics.create({ partitions: 1 })));
    const [none = '', gzip = '', snappy = '', unknown = ''] = names;
    kinds.set(none, 'none').set(gzip, 'gzip').set(snappy, 'snappy');
    return { none, gzip, snappy, unknown };
  }

  const valuesOf = async (topic: string) =>
    (await topics.read(topic)).map(({ value }) => Buffer.from(value ?? '').toString());

  it('compresses each topic of a call its own way', async () => {
    const { none, gzip, snappy, unknown } = await createdTopics();
    const published = await producer.publish([
      record(none, '21', 'n'),
      record(snappy, '21', 's'),
      record(gzip, '21', 'g'),
      record(unknown, '21', 'u'),
      record(snappy, '21', 't'),
    ]);
    expect(published.map(({ topic, offset }) => [topic, offset])).toEqual([
      [none, 0],
      [snappy, 0],
      [gzip, 0],
      [unknown, 0],
      [snappy, 1],
    ]);
    const found = await Promise.all([none, snappy, gzip, unknown].map((topic) => codecsOn(topic, address)));
    expect(found).toEqual([['none'], ['snappy'], ['gzip'], ['none']]);
    expect(await valuesOf(snappy)).toEqual(['s', 't']);
  });

  it('goes on without a gap after a part of a call was refused', async () => {
    const { snappy } = await createdTopics();
    const mixed = producer.publish([record(snappy, '21', 'sent'), record('topic.nobody-made', '21', 'refused')]);
    await expect(mixed).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC' });
    await producer.publish([record(snappy, '21', 'next')]);
    // Records of a failed call may be there or not, by producer; those that follow are there once.
    expect((await valuesOf(snappy)).filter((value) => value !== 'sent')).toEqual(['next']);
  });
});
