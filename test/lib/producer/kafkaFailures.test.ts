import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { kafkaProducer } from '../../../lib/producer/kafka.ts';
import type { Producer } from '../../../lib/producer/producer.ts';
import { freePort } from '../../../local/freePort.ts';
import { record } from '../../contracts/broker/given.ts';
import { realPart } from '../../real/available.ts';
import { startKafka } from '../../real/kafka.ts';
import { type KafkaProxy, openProxy } from '../../real/kafkaProxy.ts';
import { type KafkaTopics, openKafkaTopics } from '../../real/kafkaTopics.ts';
import type { RealPart } from '../../real/startedProcess.ts';

const available = await realPart('kafka');
const compressionOf = () => 'snappy' as const;

describe.runIf(available)('the producer, when something goes wrong on the way to Kafka', () => {
  let proxy: KafkaProxy;
  let kafka: RealPart;
  let topics: KafkaTopics;
  let producer: Producer;
  let nowMs = 0;

  // A Kafka of its own, whose clients all come through the proxy.
  beforeAll(async () => {
    proxy = await openProxy(() => Number(kafka.address.split(':')[1]));
    kafka = await startKafka(proxy.port);
  });
  beforeEach(async () => {
    topics = await openKafkaTopics(`127.0.0.1:${proxy.port}`);
    producer = kafkaProducer({ brokers: [`127.0.0.1:${proxy.port}`], clientId: 'tests', compressionOf }, () => nowMs);
  });
  afterEach(async () => {
    await producer.close();
    proxy.cut();
    await topics.close();
  });
  afterAll(async () => {
    await proxy.close();
    await kafka.stop();
  });

  const valuesOf = async (topic: string) =>
    (await topics.read(topic)).map(({ value }) => Buffer.from(value ?? '').toString());

  it('says TIMED_OUT at once for an aborted signal, sends nothing later, and goes on with a new connection', async () => {
    const topic = await topics.create({ partitions: 1 });
    await producer.publish([record(topic, '21', 'before')]);
    proxy.silence();
    const startedAt = Date.now();
    const late = producer.publish([record(topic, '21', 'late')], AbortSignal.timeout(300));
    await expect(late).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(Date.now() - startedAt).toBeLessThan(600);
    // kafkajs would now connect again and go on with its retries, which take less than this all together.
    proxy.cut();
    await delay(1_500);
    expect(await valuesOf(topic)).toEqual(['before']);
    expect(await producer.publish([record(topic, '21', 'after')])).toMatchObject([{ offset: 1 }]);
  });

  it('sends again what travelled with a call whose time was over', async () => {
    const topic = await topics.create({ partitions: 1 });
    await producer.publish([record(topic, '21', 'before')]);
    proxy.silence();
    const first = producer.publish([record(topic, '21', 'first')], AbortSignal.timeout(300));
    const patient = producer.publish([record(topic, '21', 'patient')]);
    await expect(first).rejects.toMatchObject({ code: 'TIMED_OUT' });
    expect(await patient).toMatchObject([{ offset: 1 }]);
  });

  it('survives a connection that is cut, without a gap or a double', async () => {
    const topic = await topics.create({ partitions: 1 });
    await producer.publish([record(topic, '21', '0')]);
    proxy.cut();
    expect(await producer.publish([record(topic, '21', '1')])).toMatchObject([{ offset: 1 }]);
    expect(await valuesOf(topic)).toEqual(['0', '1']);
  });

  it('loses nothing and keeps first occurrences in order while connections are cut all the time', async () => {
    const topic = await topics.create({ partitions: 1 });
    const cutting = setInterval(proxy.cut, 37);
    const wanted = Array.from({ length: 150 }, (_, at) => String(at));
    for (const value of wanted) await untilPublished(() => producer.publish([record(topic, '21', value)]));
    clearInterval(cutting);
    expect([...new Set(await valuesOf(topic))]).toEqual(wanted);
  });

  it('connects anew after four minutes without use', async () => {
    const topic = await topics.create({ partitions: 1 });
    await producer.publish([record(topic, '21', 'before')]);
    proxy.silence();
    nowMs += 240_001;
    expect(await producer.publish([record(topic, '21', 'after')])).toMatchObject([{ offset: 1 }]);
  });

  it('says BROKER_UNAVAILABLE within two seconds where nobody listens', async () => {
    const nowhere = kafkaProducer(
      { brokers: [`127.0.0.1:${await freePort()}`], clientId: 'tests', compressionOf },
      Date.now,
    );
    const startedAt = Date.now();
    await expect(nowhere.publish([record('orders', '21', 'x')])).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    await nowhere.close();
  });

  it('says BROKER_UNAVAILABLE after it was closed, and closes twice without complaint', async () => {
    await producer.close();
    await producer.close();
    await expect(producer.publish([record('orders', '21', 'x')])).rejects.toMatchObject({ code: 'BROKER_UNAVAILABLE' });
  });
});

async function untilPublished(publish: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await publish();
      return;
    } catch {
      await delay(5);
    }
  }
}
