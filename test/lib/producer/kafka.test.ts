import { afterAll, beforeAll, describe } from 'vitest';
import { kafkaProducer } from '../../../lib/producer/kafka.ts';
import type { Producer } from '../../../lib/producer/producer.ts';
import { producerContract } from '../../contracts/producer.ts';
import { mixedCompression } from '../../fixtures/mixedCompression.ts';
import { realPart } from '../../real/available.ts';
import { type KafkaTopics, openKafkaTopics } from '../../real/kafkaTopics.ts';

const address = await realPart('kafka');

describe.runIf(address)('the producer on Apache Kafka', () => {
  let producer: Producer;
  let topics: KafkaTopics;
  beforeAll(async () => {
    producer = kafkaProducer(
      { brokers: [address ?? ''], clientId: 'tests', compressionOf: mixedCompression() },
      Date.now,
    );
    topics = await openKafkaTopics(address ?? '');
  });
  afterAll(async () => {
    await producer.close();
    await topics.close();
  });

  producerContract({
    producer: () => producer,
    topic: (settings) => topics.create(settings),
    read: (topic) => topics.read(topic),
  });
});
