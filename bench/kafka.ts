/** The whole way on a real Kafka against the least that any consumer does, in the same run on the same broker. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { machineClock } from '../lib/clock/clock.ts';
import { kafkajs } from '../lib/producer/kafkajs.ts';
import type { Broker } from '../local/broker/broker.ts';
import { openKafkaBroker } from '../local/broker/kafka/adapter.ts';
import { startKafkaNode } from '../local/broker/kafka/node.ts';
import type { Benchmark } from './benchmark.ts';
import { fill, paymentIdOf, paymentReader, payments, topic } from './kafka/payments.ts';
import { pump } from './kafka/pump.ts';

const COUNT = 100_000;
/** Latency: ten records every 20 ms for ten seconds. */
const PACE = { records: 10, everyMs: 20, rounds: 500 };

export const kafka: Benchmark = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-kafka-'));
  const node = await startKafkaNode({ folder, host: '127.0.0.1', port: 0, heapMb: 512, tell: console.log });
  const broker = openKafkaBroker({
    brokers: [node.address],
    isOurs: true,
    compressionOf: () => 'snappy',
    now: machineClock,
  });
  try {
    await fill(broker, COUNT);
    const bare = [await bareLoop(node.address), await bareLoop(node.address)];
    const ours = [await ourWay(broker), await ourWay(broker)];
    const ratio = Math.max(...ours) / Math.max(...bare);
    return [
      { what: 'kafkajs eachBatch + JSON.parse', recordsPerSecond: Math.max(...bare), ratio: 1 },
      {
        what: 'fetch → MSK event → engine → handled',
        recordsPerSecond: Math.max(...ours),
        ratio: Math.round(ratio * 100) / 100,
      },
      { what: 'end to end at 500/s', ...(await latency(broker)) },
    ];
  } finally {
    await broker.close();
    await node.stop();
    await rm(folder, { recursive: true });
  }
};

/** Records per second. */
async function bareLoop(address: string): Promise<number> {
  const client = new kafkajs.Kafka({ brokers: [address], logLevel: kafkajs.logLevel.NOTHING });
  const consumer = client.consumer({ groupId: `bare.${performance.now()}` });
  await consumer.subscribe({ topic, fromBeginning: true });
  const done = Promise.withResolvers<number>();
  let left = COUNT;
  let startedAt = 0;
  await consumer.run({
    eachBatch: async ({ batch: { messages } }) => {
      startedAt ||= performance.now();
      for (const { value } of messages) if (value) JSON.parse(value.toString('utf8'));
      left -= messages.length;
      if (left <= 0) done.resolve(performance.now());
    },
  });
  const endedAt = await done.promise;
  await consumer.disconnect();
  return perSecond(COUNT, endedAt - startedAt);
}

async function ourWay(broker: Broker): Promise<number> {
  let handled = 0;
  const fn = paymentReader(() => {
    handled += 1;
  });
  const startedAt = performance.now();
  await pump(broker, fn, { topic, from: 'start', isDone: () => handled >= COUNT });
  return perSecond(COUNT, performance.now() - startedAt);
}

/** Milliseconds from before a record is published until its decision. */
async function latency(broker: Broker): Promise<{ p50Ms: number; p99Ms: number }> {
  const wanted = PACE.records * PACE.rounds;
  const tookMs: number[] = [];
  const publishedAt = new Map<string, number>();
  const fn = paymentReader((id) => tookMs.push(performance.now() - (publishedAt.get(id) ?? 0)));
  const pumping = pump(broker, fn, { topic, from: 'end', isDone: () => tookMs.length >= wanted });
  // The pump knows where the ends were before anything is published.
  await delay(1_000);
  for (let round = 0; round < PACE.rounds; round += 1) {
    const due = delay(PACE.everyMs);
    const first = COUNT + round * PACE.records;
    for (let at = 0; at < PACE.records; at += 1) publishedAt.set(paymentIdOf(first + at), performance.now());
    void broker.publish(payments(first, PACE.records));
    await due;
  }
  await pumping;
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => Math.round(tookMs[Math.floor(tookMs.length * share)] ?? 0);
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

function perSecond(count: number, ms: number): number {
  return Math.round((count / ms) * 1_000);
}
