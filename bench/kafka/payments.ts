/** The benchmark on Kafka publishes payments of 600 bytes, each another one, and runs a decision that writes nothing. */
import { commit } from '../../lib/commit/commit.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import type { NewRecord } from '../../lib/kafka/record.ts';
import type { Broker } from '../../local/broker/broker.ts';
import type { LocalFunction } from '../../local/functions.ts';
import type { Handler } from '../../local/lambdaContext.ts';
import { mapStore } from '../mapStore.ts';
import { openOver, paymentRecord, readPayments } from '../payments.ts';

export const topic = 'payment.success';
const PARTITIONS = 3;
const PUBLISHED_AT_ONCE = 1_000;

/** `count` of them, numbered from `first`. */
export function payments(first: number, count: number): NewRecord[] {
  return Array.from({ length: count }, (_, at) => {
    const { key, value, headers } = paymentRecord(first + at);
    return { topic, key, value, headers };
  });
}

export function paymentIdOf(number: number): string {
  return Buffer.from(paymentRecord(number).key ?? '').toString();
}

export async function fill(broker: Broker, count: number): Promise<void> {
  await broker.createTopics([{ name: topic, partitions: PARTITIONS, retentionMs: -1, maxMessageBytes: 1_048_588 }]);
  for (let done = 0; done < count; done += PUBLISHED_AT_ONCE) await broker.publish(payments(done, PUBLISHED_AT_ONCE));
}

/** Marks and progress in a Map: what is measured is the engine. `handled` is called with each payment's id. */
export function paymentReader(handled: (paymentId: string) => void): LocalFunction {
  const decide = ({ data }: { data: { payment_id: string } }) => {
    handled(data.payment_id);
    return commit({});
  };
  const handler = consumer(readPayments, { 'payment.success': { decide } }, { open: openOver(mapStore()) });
  return { config: readPayments, load: async () => handler as unknown as Handler };
}
