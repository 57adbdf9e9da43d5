/** One idempotent kafkajs producer, from its first connection until it is thrown away. */
import type { CompressionTypes, RecordMetadata } from 'kafkajs';
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../errors/fault.ts';
import type { Compression, CompressionOf } from '../kafka/compression.ts';
import type { KafkaRecord, NewRecord } from '../kafka/record.ts';
import { kafkaFault } from './kafkaFaults.ts';
import { kafkajs } from './kafkajs.ts';
import { choosePartition, type Outgoing, placeRecords, toOutgoing } from './kafkaMessages.ts';
import type { Security } from './kafkaSecurity.ts';
import { kafkaSockets } from './kafkaSockets.ts';

export interface KafkaOptions {
  /** `host:port` each. */
  brokers: readonly string[];
  clientId: string;
  compressionOf: CompressionOf;
  /** Learns how many partitions each topic has. */
  partitionCounts: Map<string, number>;
  security?: Security;
  /** Stamps the records. */
  now: Clock;
}

export interface KafkaClient {
  /** Connects at the first call. One call at a time. Faults as the producer's. */
  send(records: readonly NewRecord[]): Promise<KafkaRecord[]>;
  /** The send on its way fails at once; from here on not a byte leaves. */
  destroy(): void;
}

const connectionTimeout = 3_000;
const requestTimeout = 10_000;
/** All of it said, for kafkajs takes shorter defaults where NODE_ENV is "test". */
const retry = { retries: 3, initialRetryTime: 100, factor: 0.2, multiplier: 2, maxRetryTime: 1_000 };

const codecs: Record<Compression, CompressionTypes> = {
  none: kafkajs.CompressionTypes.None,
  gzip: kafkajs.CompressionTypes.GZIP,
  snappy: kafkajs.CompressionTypes.Snappy,
};

/** kafkajs logs nothing, for what matters it throws; the variable KAFKAJS_LOG_LEVEL makes it talk. */
export function openKafkaClient(options: KafkaOptions): KafkaClient {
  const { brokers, clientId, compressionOf, partitionCounts, security, now } = options;
  const sockets = kafkaSockets();
  const timeouts = { connectionTimeout, requestTimeout, retry };
  const names = { brokers: [...brokers], clientId };
  const quiet = { logLevel: kafkajs.logLevel.NOTHING };
  const kafka = new kafkajs.Kafka({ ...names, ...security, ...timeouts, ...quiet, socketFactory: sockets.open });
  const producer = kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    retry,
    createPartitioner: () => (given) => choosePartition(given, partitionCounts),
  });
  const gone = Promise.withResolvers<never>();
  gone.promise.catch(() => undefined);
  let connected: Promise<void> | undefined;

  async function deliver(records: readonly NewRecord[]): Promise<KafkaRecord[]> {
    connected ??= producer.connect();
    await connected;
    const outgoing = records.map((record) => toOutgoing(record, now()));
    const byCompression = Map.groupBy(outgoing, ({ record }) => compressionOf(record.topic));
    const answers = await allOf([...byCompression].map(([compression, each]) => sendWith(compression, each)));
    return placeRecords(outgoing, answers.flat());
  }

  async function sendWith(compression: Compression, outgoing: readonly Outgoing[]): Promise<RecordMetadata[]> {
    const byTopic = Map.groupBy(outgoing, ({ record }) => record.topic);
    const topicMessages = [...byTopic].map(([topic, each]) => ({
      topic,
      messages: each.map(({ message }) => message),
    }));
    const how = { acks: -1, timeout: requestTimeout, compression: codecs[compression] };
    return await producer.sendBatch({ ...how, topicMessages });
  }

  return {
    send: (records) =>
      Promise.race([deliver(records), gone.promise]).catch((error: unknown) => {
        throw kafkaFault(error, [...new Set(records.map(({ topic }) => topic))]);
      }),
    destroy() {
      gone.reject(new Fault('BROKER_UNAVAILABLE', `the producer ${clientId} was thrown away`));
      sockets.cut();
      producer.disconnect().catch(() => undefined);
    },
  };
}

/**
 * kafkajs compresses a whole send one way, so topics that differ go in sends of their own, side by side. That is safe
 * for an idempotent producer because they share no partition. A failure is told only once no send is on its way.
 */
async function allOf<T>(sends: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(sends);
  return await Promise.all(sends);
}
