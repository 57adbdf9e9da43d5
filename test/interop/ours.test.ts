import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { topics as catalogue } from '../../events/allTopics.ts';
import { compressionOf } from '../../lib/kafka/compression.ts';
import { kafkaProducer } from '../../lib/producer/kafka.ts';
import { realPart } from '../real/available.ts';
import { openKafkaTopics } from '../real/kafkaTopics.ts';
import { ourLetters, ourRecords, plainRecord } from './ours.ts';
import { inGo } from './oursInGo.ts';
import { whole } from './oursWhole.ts';
import { programOf, type ReadRecord } from './programs.ts';

/** The first time a machine has to build or install a program. */
const limit = { timeout: 300_000 };

const broker = await realPart('kafka');
const prefix = `${randomUUID()}.`;
const place = { broker: broker ?? '', prefix };
const names = Object.keys(whole);
/** Topics that carry nothing of `ours.ts`: the payment platform's, and its dead letters. */
const others = catalogue.map(({ name }) => name).filter((name) => !(name in whole || name === 'dead-letter-queue'));
/** design: compression. What the NestJS services of the documents read, dead letters beside. */
const readByNest = ['user_registered', 'card-events', 'video-events'];

const keys: Record<string, string> = { 'order-events': 'ord-42', 'card-events': 'card-7', 'video-events': 'video-8' };

/** Keys and headers that every program must read. */
function expectedOf(topic: string): Omit<ReadRecord, 'value'>[] {
  return (whole[topic] ?? []).map(([id]) => ({
    topic,
    key: keys[topic] ?? '9007199254740991',
    headers: [
      ['x-event-id', id],
      ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    ],
  }));
}

describe.runIf(broker)('what we publish, compressed as each topic is defined', () => {
  beforeAll(async () => {
    const topics = await openKafkaTopics(place.broker);
    await topics.createNamed(catalogue.map(({ name }) => ({ name: prefix + name, partitions: 1 })));
    await topics.close();
    const defined = compressionOf(catalogue.map((topic) => ({ ...topic, name: prefix + topic.name })));
    const producer = kafkaProducer({ brokers: [place.broker], clientId: 'interop', compressionOf: defined }, Date.now);
    const records = [...ourRecords(), ...ourLetters(), ...others.map(plainRecord)];
    await producer.publish(records.map((record) => ({ ...record, topic: prefix + record.topic })));
    await producer.close();
  });

  it('is on these topics', () => {
    expect(new Set(ourRecords().map(({ topic }) => topic))).toEqual(new Set(names));
    expect(others).toHaveLength(27);
  });

  it('is read by Sarama into the structs of Go services, ids as int64 on TRX’s topics', limit, async (test) => {
    const program = await programOf('sarama');
    if (!program) return test.skip('there is no Sarama');
    const records = await program.consume(place, names, countOn(names));
    const expected = names.flatMap((topic) =>
      expectedOf(topic).map((record, at) => {
        const [struct, value] = inGo[topic]?.[at] ?? [];
        return { ...record, struct, value };
      }),
    );
    expect(inOrder(records, names)).toEqual(expected);
  });

  it('is read by Sarama on every other topic, too', limit, async (test) => {
    const program = await programOf('sarama');
    if (!program) return test.skip('there is no Sarama');
    const records = await program.consume(place, others, others.length);
    const expected = others.map((topic) => ({ topic, key: '7', headers: [], struct: 'Fields', value: { on: topic } }));
    expect(inOrder(records, others)).toEqual(expected);
  });

  describe.each([
    ['event handlers (@EventPattern)', 'nest'],
    ['message handlers (@MessagePattern)', 'nestMessages'],
  ] as const)('is given to %s of a NestJS service', (_, name) => {
    it('on every topic that the documents let it read', limit, async (test) => {
      const program = await programOf(name);
      if (!program) return test.skip('there is no Nest');
      const records = await program.consume(place, readByNest, countOn(readByNest));
      expect(inOrder(records, readByNest)).toEqual(withValues((value) => value, readByNest));
    });

    it('as a dead letter, whatever its record was', limit, async (test) => {
      const program = await programOf(name);
      if (!program) return test.skip('there is no Nest');
      const records = await program.consume(place, ['dead-letter-queue'], 2);
      expect(records.map(({ value }) => value)).toEqual([
        { type: 'user.registered', user_id: '7', email: 'zoé' },
        '{broken',
      ]);
      expect(records.map(({ headers }) => Object.fromEntries(headers)['x-original-offset'])).toEqual(['43', '44']);
    });
  });

  it.for(['kafkajs', 'librdkafka'] as const)('is read by %s, byte for byte', limit, async (name, test) => {
    const program = await programOf(name);
    if (!program) return test.skip(`there is no ${name}`);
    const read = name === 'kafkajs' ? readByNest : names;
    const records = await program.consume(place, read, countOn(read));
    expect(inOrder(records, read)).toEqual(withValues(JSON.stringify, read));
  });
});

function countOn(topics: readonly string[]): number {
  return topics.flatMap((topic) => whole[topic] ?? []).length;
}

function withValues(as: (value: object) => unknown, topics: readonly string[]) {
  return topics.flatMap((topic) =>
    expectedOf(topic).map((record, at) => ({ ...record, value: as(whole[topic]?.[at]?.[1] ?? {}) })),
  );
}

/** A topic's records come in their order, the topics in any. */
function inOrder(records: readonly ReadRecord[], topics: readonly string[]): ReadRecord[] {
  return topics.flatMap((name) => records.filter(({ topic }) => topic === name));
}
