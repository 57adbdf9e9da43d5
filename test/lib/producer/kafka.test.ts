import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafkaProducer } from '../../../lib/producer/kafka.ts';
import type { Producer } from '../../../lib/producer/producer.ts';
import { record } from '../../contracts/broker/given.ts';
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

  it('is refused where its clock is two hours ahead: CLOCK_REFUSED; the same record goes once the clock is right', async () => {
    let nowMs = Date.now() + 7_200_000;
    const options = { brokers: [address ?? ''], clientId: 'ahead', compressionOf: mixedCompression() };
    const ahead = kafkaProducer(options, () => nowMs);
    const topic = await topics.create();
    const waiting = [record(topic, '21', 'x')];
    await expect(ahead.publish(waiting)).rejects.toMatchObject({ code: 'CLOCK_REFUSED', class: 'unavailable' });
    nowMs = Date.now();
    expect(await ahead.publish(waiting)).toMatchObject([{ topic, offset: 0, timestamp: nowMs }]);
    await ahead.close();
  });

  it('a topic that refuses holds up its own records alone, and partitions are told apart', async () => {
    const options = { brokers: [address ?? ''], clientId: 'minutes', compressionOf: mixedCompression() };
    const minutesAhead = kafkaProducer(options, () => Date.now() + 600_000);
    const [healthy, strict] = [await topics.create(), await topics.create({ aheadMs: 60_000 })];
    const wanted = Array.from({ length: 20 }, (_, at) => record(at % 2 ? strict : healthy, `${at}`, `${at}`));
    const outcomes = await Promise.allSettled(wanted.map((one) => minutesAhead.publish([one])));
    const told = outcomes.map((each) => (each.status === 'fulfilled' ? 'sent' : each.reason.code));
    expect(told).toEqual(wanted.map(({ topic }) => (topic === strict ? 'CLOCK_REFUSED' : 'sent')));
    // murmur2('21') mod 3
    expect(minutesAhead.placeOf?.(record(strict, '21', ''))).toBe(`${strict}-0`);
    await minutesAhead.close();
  });
});
