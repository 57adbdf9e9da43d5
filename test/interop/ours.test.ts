import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { kafkaProducer } from '../../lib/producer/kafka.ts';
import { realPart } from '../real/available.ts';
import { openKafkaTopics } from '../real/kafkaTopics.ts';
import { ourRecords } from './ours.ts';
import { inGo } from './oursInGo.ts';
import { whole } from './oursWhole.ts';
import { programOf, type ReadRecord } from './programs.ts';

/** The first time a machine has to build or install a program. */
const limit = { timeout: 300_000 };

const broker = await realPart('kafka');
const prefix = `${randomUUID()}.`;
const names = Object.keys(whole);
const count = Object.values(whole).flat().length;

/** What every program is to read, but for the value: keys, and headers. */
function expectedOf(topic: string): Omit<ReadRecord, 'value'>[] {
  const key = topic === 'order-events' ? 'ord-42' : '9007199254740991';
  return (whole[topic] ?? []).map(([id]) => ({
    topic,
    key,
    headers: [
      ['x-event-id', id],
      ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    ],
  }));
}

describe.runIf(broker)('what we publish with Snappy', () => {
  beforeAll(async () => {
    const topics = await openKafkaTopics(broker ?? '');
    await topics.createNamed(names.map((name) => ({ name: prefix + name, partitions: 1 })));
    await topics.close();
    const producer = kafkaProducer({ brokers: [broker ?? ''], clientId: 'interop' }, Date.now);
    await producer.publish(ourRecords().map((record) => ({ ...record, topic: prefix + record.topic })));
    await producer.close();
  });

  it('is on these topics', () => {
    expect(new Set(ourRecords().map(({ topic }) => topic))).toEqual(new Set(names));
  });

  it('is read by Sarama into the structs of Go services, ids as int64 on TRX’s topics', limit, async (test) => {
    const program = await programOf('sarama');
    if (!program) return test.skip('there is no Sarama');
    const records = await program.consume({ broker: broker ?? '', prefix }, names, count);
    const expected = names.flatMap((topic) =>
      expectedOf(topic).map((record, at) => {
        const [struct, value] = inGo[topic]?.[at] ?? [];
        return { ...record, struct, value };
      }),
    );
    expect(inOrder(records)).toEqual(expected);
  });

  it('is given to the event handlers of a NestJS service', limit, async (test) => {
    const program = await programOf('nest');
    if (!program) return test.skip('there is no Nest');
    const records = await program.consume({ broker: broker ?? '', prefix }, names, count);
    expect(inOrder(records)).toEqual(withValues((value) => value));
  });

  it('is read by librdkafka, byte for byte', limit, async (test) => {
    const program = await programOf('librdkafka');
    if (!program) return test.skip('there is no librdkafka');
    const records = await program.consume({ broker: broker ?? '', prefix }, names, count);
    expect(inOrder(records)).toEqual(withValues(JSON.stringify));
  });
});

function withValues(as: (value: object) => unknown) {
  return names.flatMap((topic) =>
    expectedOf(topic).map((record, at) => ({ ...record, value: as(whole[topic]?.[at]?.[1] ?? {}) })),
  );
}

/** A topic's records come in their order, the topics in any. */
function inOrder(records: readonly ReadRecord[]): ReadRecord[] {
  return names.flatMap((name) => records.filter(({ topic }) => topic === name));
}
