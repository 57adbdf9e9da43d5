import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLog } from '../../lib/observability/log.ts';
import { type DrainConnections, drain } from '../../lib/outbox/drain.ts';
import { outbox, outboxRow } from '../../lib/outbox/outbox.ts';
import { kafkaProducer } from '../../lib/producer/kafka.ts';
import type { Producer } from '../../lib/producer/producer.ts';
import { sqliteStore } from '../../lib/store/sqlite.ts';
import type { Store } from '../../lib/store/store.ts';
import { record } from '../contracts/broker/given.ts';
import { realPart } from '../real/available.ts';
import { type KafkaNode, startKafkaNode } from '../real/kafkaNode.ts';
import { type KafkaProxy, openProxy } from '../real/kafkaProxy.ts';
import { type KafkaTopics, openKafkaTopics } from '../real/kafkaTopics.ts';

const canHaveKafka = await realPart('kafka');

describe.runIf(canHaveKafka)('a send that is held up on its way to Kafka', () => {
  let kafka: KafkaNode;
  let proxy: KafkaProxy;
  let topics: KafkaTopics;
  let store: Store;
  let topic: string;

  beforeAll(async () => {
    proxy = await openProxy(() => Number(kafka.addressOf('PROXIED').split(':')[1]));
    kafka = await startKafkaNode({
      listeners: [
        { name: 'DIRECT', protocol: 'PLAINTEXT' },
        { name: 'PROXIED', protocol: 'PLAINTEXT', advertised: proxy.port },
      ],
    });
    topics = await openKafkaTopics(kafka.addressOf('DIRECT'));
    store = sqliteStore({ file: ':memory:', tables: [outbox], now: Date.now });
  }, 60_000);
  afterAll(async () => {
    await topics.close();
    await proxy.close();
    await kafka.remove();
    await store.close();
  });

  const slow = () =>
    kafkaProducer({ brokers: [`127.0.0.1:${proxy.port}`], clientId: 'slow', compressionOf: () => 'none' }, Date.now);
  const quick = () =>
    kafkaProducer({ brokers: [kafka.addressOf('DIRECT')], clientId: 'quick', compressionOf: () => 'none' }, Date.now);
  const drainConnectionsOf = (producer: Producer): DrainConnections => {
    const log = createLog({ level: 'silent', format: 'json', now: Date.now });
    const none = () => Promise.reject(new Error('nothing here is large'));
    return { function: 'test', store, objects: { put: none, get: none, remove: none }, producer, log, now: Date.now };
  };
  const commit = async (stream: string, version: number) => {
    const shipment = { stream, version, records: [record(topic, 'k', `${stream} ${version}`)] };
    await store.transact([outboxRow(shipment, '2026-11-21T08:00:00.000Z').write], `${topic} ${stream} ${version}`);
  };
  const onTopic = async () => (await topics.read(topic)).map(({ value }) => Buffer.from(value ?? '').toString());

  it('is never the first of its version, though it arrives after newer ones', async () => {
    topic = await topics.create({ partitions: 1 });
    const held = slow();
    const direct = quick();
    await held.publish([record(topic, 'k', 'warm')]);
    await commit('user#1', 1);
    proxy.hold();
    const late = drain('user#1', drainConnectionsOf(held), AbortSignal.timeout(300));
    await expect(late).rejects.toMatchObject({ code: 'TIMED_OUT' });
    await commit('user#1', 2);
    await drain('user#1', drainConnectionsOf(direct));
    // The bytes that the network held go on to the broker, long after the producer was thrown away.
    await proxy.release();
    await delay(500);
    expect(await onTopic()).toEqual(['warm', 'user#1 1', 'user#1 2', 'user#1 1']);
    await held.close();
    await direct.close();
  });

  it('costs no order, whenever connections are cut, held and let go beside other drains', async () => {
    const fates = { cut: () => proxy.cut(), hold: () => proxy.hold(), calm: () => undefined };
    const fate = fc.constantFrom<keyof typeof fates>('cut', 'hold', 'calm', 'calm');
    const property = fc.asyncProperty(fc.array(fate, { minLength: 6, maxLength: 12 }), async (drawn) => {
      topic = await topics.create({ partitions: 1 });
      const stream = `user#${topic}`;
      const producers = [slow(), slow(), quick()];
      for (const [at, what] of drawn.entries()) {
        await commit(stream, at + 1);
        fates[what]();
        const limit = AbortSignal.timeout(150);
        await Promise.allSettled(producers.map((producer) => drain(stream, drainConnectionsOf(producer), limit)));
        await proxy.release();
      }
      await delay(200);
      await drain(stream, drainConnectionsOf(producers[2] ?? quick()));
      await Promise.all(producers.map((producer) => producer.close()));
      const versions = drawn.map((_, at) => `${stream} ${at + 1}`);
      expect([...new Set(await onTopic())]).toEqual(versions);
    });
    await fc.assert(property, { numRuns: 5 });
  }, 90_000);
});
