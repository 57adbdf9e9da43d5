/** Transactions on a real Kafka, each of a producer of its own. */
import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { kafkajs } from '../../lib/producer/kafkajs.ts';
import { logEndOf } from './kafkaBatches.ts';

/** Resolves when the topic has the marker. */
interface Ending {
  commit(): Promise<void>;
  abort(): Promise<void>;
}

/** Sends each value to the topic's partition 0 in a transaction that stays open. */
export async function begunTransaction(address: string, topic: string, values: readonly string[]): Promise<Ending> {
  const kafka = new kafkajs.Kafka({ brokers: [address], clientId: 'tests', logLevel: kafkajs.logLevel.NOTHING });
  const producer = kafka.producer({ transactionalId: randomUUID(), idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  // A batch each.
  for (const value of values) await transaction.send({ topic, acks: -1, messages: [{ value, partition: 0 }] });
  // The coordinator answers before it writes the marker.
  async function finish(how: 'commit' | 'abort') {
    const before = await logEndOf(topic, address);
    await transaction[how]();
    await vi.waitFor(async () => expect(await logEndOf(topic, address)).toBeGreaterThan(before), { timeout: 10_000 });
    await producer.disconnect();
  }
  return { commit: () => finish('commit'), abort: () => finish('abort') };
}

export async function committed(address: string, topic: string, ...values: string[]): Promise<void> {
  await (await begunTransaction(address, topic, values)).commit();
}

export async function aborted(address: string, topic: string, ...values: string[]): Promise<void> {
  await (await begunTransaction(address, topic, values)).abort();
}
