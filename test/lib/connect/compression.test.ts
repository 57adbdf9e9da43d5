import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { connect, type Declaration } from '../../../lib/connect/connect.ts';
import { publishes, relays } from '../../../lib/declare/uses.ts';
import { defineEvent } from '../../../lib/envelope/event.ts';
import type { Topic } from '../../../lib/envelope/topic.ts';
import type { Compression } from '../../../lib/kafka/compression.ts';
import { createLog } from '../../../lib/observability/log.ts';
import { parseSettings } from '../../../lib/settings/settings.ts';
import { record } from '../../contracts/broker/given.ts';
import { realPart } from '../../real/available.ts';
import { codecsOn } from '../../real/kafkaBatches.ts';
import { type KafkaTopics, openKafkaTopics } from '../../real/kafkaTopics.ts';
import { topicOf } from '../envelope/topicOf.ts';

const address = await realPart('kafka');

describe.runIf(address)('what a function publishes on Kafka is compressed as its topics say', () => {
  let topics: KafkaTopics;
  let folder: string;
  let packed: Topic;
  let copied: Topic;
  let letters: string;
  beforeAll(async () => {
    topics = await openKafkaTopics(address ?? '');
    folder = await mkdtemp(join(tmpdir(), 'compression-'));
    const created = async (compression: Compression): Promise<Topic> => {
      return { ...topicOf('embedded'), name: await topics.create({ partitions: 1 }), compression };
    };
    [packed, copied] = [await created('snappy'), await created('gzip')];
    letters = await topics.create({ partitions: 1 });
  });
  afterAll(async () => {
    await topics.close();
    await rm(folder, { recursive: true });
  });

  const declared = (uses: Declaration['uses']): Declaration => {
    return { name: 'countThings', uses, topics: [{ ...topicOf('flat'), deadLetterTopic: letters }] };
  };
  const happened = () =>
    defineEvent({
      type: 'thing.happened',
      version: 1,
      topic: packed,
      data: z.object({ thing: z.string() }),
      key: ({ thing }) => thing,
      copies: [{ topic: copied }],
    });

  it.each([
    ['its events', () => declared([publishes(happened())])],
    ['all that it relays', () => declared([relays([packed, copied])])],
  ])('for %s; its dead letters are not', async (_, declaration) => {
    const secret = 'a secret of at least thirty-two characters';
    const environment = { ADAPTERS: 'local', STATE_DIR: folder, DIGEST_SECRET: secret };
    const parsed = parseSettings({ ...environment, KAFKA_BROKERS: address });
    const log = createLog({ level: 'silent', format: 'json', now: Date.now });
    const { producer, store } = await connect(declaration(), parsed, log, Date.now);
    const names = [packed.name, copied.name, letters];
    const before = await Promise.all(names.map(async (name) => (await codecsOn(name, address ?? '')).length));
    await producer.publish(names.map((name) => record(name, '21', 'x'.repeat(1_000))));
    await producer.close();
    await store.close();
    const found = await Promise.all(names.map((name) => codecsOn(name, address ?? '')));
    expect(found.map((codecs, at) => codecs.slice(before[at]))).toEqual([['snappy'], ['gzip'], ['none']]);
  });
});
