/** What the benchmark publishes: registrations of 600 bytes, each another one. */
import { randomUUID } from 'node:crypto';
import type { NewRecord } from '../../lib/kafka/record.ts';
import type { Broker } from '../../local/broker/broker.ts';

const PARTITIONS = 3;
const BYTES = 600;
const PUBLISHED_AT_ONCE = 1_000;

export async function createTopic(broker: Broker, name: string): Promise<void> {
  await broker.createTopics([{ name, partitions: PARTITIONS, retentionMs: -1, maxMessageBytes: 1_048_588 }]);
}

export async function fill(broker: Broker, topic: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += PUBLISHED_AT_ONCE) {
    await broker.publish(Array.from({ length: PUBLISHED_AT_ONCE }, (_, at) => registration(topic, done + at)));
  }
}

export function registration(topic: string, number: number): NewRecord {
  const user = String(373_476_556_000_000 + number);
  const told = {
    id: randomUUID(),
    type: 'user.registered',
    version: '1.0',
    timestamp: new Date().toISOString(),
    source: 'usercenter',
    user_id: user,
    username: `user${number}`,
    email: `user${number}@example.com`,
    about: '',
  };
  const padding = BYTES - JSON.stringify(told).length;
  const value = Buffer.from(JSON.stringify({ ...told, about: 'x'.repeat(padding) }));
  return { topic, key: Buffer.from(user), value, headers: [] };
}
