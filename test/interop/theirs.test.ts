import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { sampleRecord } from '../events/sampleRecords.ts';
import { realPart } from '../real/available.ts';
import { type KafkaTopics, openKafkaTopics } from '../real/kafkaTopics.ts';
import { byNest, bySarama } from './captures.ts';
import { type Line, type Program, programOf } from './programs.ts';

/** The first time a machine has to build or install a program. */
const limit = { timeout: 300_000 };

const broker = await realPart('kafka');

describe.runIf(broker)('what foreign programs publish', () => {
  let topics: KafkaTopics;
  beforeAll(async () => {
    topics = await openKafkaTopics(broker ?? '');
  });
  afterAll(() => topics.close());

  /** The records on the broker: topic by topic, each in the order of the lines. */
  async function published(program: Program, lines: readonly Line[]): Promise<KafkaRecord[]> {
    const prefix = `${randomUUID()}.`;
    const names = [...new Set(lines.map(({ topic }) => topic))];
    await topics.createNamed(names.map((name) => ({ name: prefix + name, partitions: 1 })));
    await program.produce({ broker: broker ?? '', prefix }, lines);
    const records = await Promise.all(names.map((name) => topics.read(prefix + name)));
    return records.flat().map((record) => ({ ...record, topic: record.topic.slice(prefix.length) }));
  }

  it.for([
    ['sarama', 'sarama', bySarama],
    ['nest', 'nest-emit', byNest],
  ] as const)('is of %s what its samples hold, byte for byte', limit, async ([name, ending, captures], test) => {
    const program = await programOf(name);
    if (!program) return test.skip(`there is no ${name}`);
    const came = await published(
      program,
      captures.map(([, line]) => line),
    );
    const expected = captures.map(([sample]) => sampleRecord(`${sample}.${ending}`));
    const byTopic = Map.groupBy(expected, ({ topic }) => topic);
    expect(came.map(fieldsOf)).toEqual([...byTopic.values()].flat().map(fieldsOf));
  });
});

/** The fields of a record as text, in which a difference is seen more easily. */
function fieldsOf({ topic, key, value, headers }: KafkaRecord) {
  const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('latin1');
  return { topic, key: text(key), value: text(value), headers: headers.map(([name, bytes]) => [name, text(bytes)]) };
}
