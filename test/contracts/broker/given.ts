/** The start of each case of the broker contract: a broker, topics of its own, records in few words. */
import { randomUUID } from 'node:crypto';
import { defaultMaxMessageBytes } from '../../../lib/kafka/recordSize.ts';
import type { PlacedRecord } from '../../../lib/producer/embeddedLog.ts';
import type { Broker, TopicSettings } from '../../../local/broker/broker.ts';

/** `restart` ends the broker and opens another one on what it left; `end` also clears up. */
export interface BrokerUnderTest {
  broker: Broker;
  restart: () => Promise<Broker>;
  end: () => Promise<void>;
}

export interface Given {
  start: () => Promise<void>;
  end: () => Promise<void>;
  restart: () => Promise<void>;
  broker: () => Broker;
  /** A new topic, of 3 partitions and one hour unless said; answers its name. */
  topic: (settings?: Partial<TopicSettings>) => Promise<string>;
}

export function givenBroker(open: () => Promise<BrokerUnderTest>): Given {
  let opened: BrokerUnderTest | undefined;
  function current(): BrokerUnderTest {
    if (!opened) throw new Error('the broker under test is not started');
    return opened;
  }
  return {
    async start() {
      opened = await open();
    },
    end: () => current().end(),
    async restart() {
      opened = { ...current(), broker: await current().restart() };
    },
    broker: () => current().broker,
    async topic(settings) {
      const topic = { ...topicSettings(newName('topic')), ...settings };
      await current().broker.createTopics([topic]);
      return topic.name;
    },
  };
}

export const hourMs = 3_600_000;

export function topicSettings(name: string): TopicSettings {
  return { name, partitions: 3, retentionMs: hourMs, maxMessageBytes: defaultMaxMessageBytes };
}

/** A real Kafka is shared by all cases, and maybe by others. */
export function newName(kind: string): string {
  return `${kind}.${randomUUID()}`;
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function text(field: Uint8Array | null): string | null {
  return field && new TextDecoder().decode(field);
}

export function record(topic: string, key: string | null, value: string | null): PlacedRecord {
  return { topic, key: key === null ? null : bytes(key), value: value === null ? null : bytes(value), headers: [] };
}

/** A key for each of 3 partitions, by murmur2: "21" on 0, "user-4" on 1, "user-1" on 2. */
export const keyOfPartition = ['21', 'user-4', 'user-1'] as const;

export const largePage = { records: 1_000, bytes: 10_000_000 };
