/** The producer for Kafka itself: loads its client when something is published, and replaces it after any failure. */
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../errors/fault.ts';
import type { CompressionOf } from '../kafka/compression.ts';
import { partitionFor } from '../kafka/murmur2.ts';
import type { NewRecord } from '../kafka/record.ts';
import type { KafkaClient, KafkaOptions } from './kafkaClient.ts';
import type { Security } from './kafkaSecurity.ts';
import type { Producer } from './producer.ts';
import { sendQueue } from './sendQueue.ts';

/** Brokers close what is idle for ten minutes, networks sooner, and a frozen function hears of neither. */
const idleLimitMs = 240_000;

/** Brokers and credentials as they are, or functions that find them out for each new connection. */
export interface KafkaProducerOptions {
  clientId: string;
  compressionOf: CompressionOf;
  brokers: KafkaOptions['brokers'] | (() => Promise<KafkaOptions['brokers']>);
  security?: Security | (() => Promise<Security>);
}

/**
 * Settings as documented: acks -1, idempotent, 3 retries from 100 ms, at most 100 records or 1 MB a send; compressed as
 * each topic says. While connected kafkajs 2.2.4 wakes up every millisecond and makes Node say TimeoutNegativeWarning,
 * once.
 */
export function kafkaProducer(options: KafkaProducerOptions, now: Clock): Producer {
  let client: Promise<KafkaClient> | undefined;
  let usedAtMs = now();
  let isClosed = false;
  // Outlives its clients: after a failure a new one is opened, and what failed is told apart by partition.
  const partitionCounts = new Map<string, number>();

  function discard(): void {
    client?.then((thrownAway) => thrownAway.destroy()).catch(() => undefined);
    client = undefined;
  }

  async function send(records: readonly NewRecord[]) {
    if (isClosed) throw new Fault('BROKER_UNAVAILABLE', `the producer ${options.clientId} is closed`);
    if (now() - usedAtMs > idleLimitMs) discard();
    client ??= openClient({ ...options, partitionCounts, now });
    const current = client;
    try {
      const opened = await current;
      if (client !== current) throw new Fault('BROKER_UNAVAILABLE', `the producer ${options.clientId} was thrown away`);
      const placed = await opened.send(records);
      usedAtMs = now();
      return placed;
    } catch (error) {
      // Its sequence numbers are not to be trusted any more.
      if (client === current) discard();
      throw error;
    }
  }

  const placeOf = ({ topic, key }: NewRecord): string => {
    const count = partitionCounts.get(topic);
    return key === null || count === undefined ? topic : `${topic}-${partitionFor(key, count)}`;
  };

  const queue = sendQueue({ send, discard, placeOf });
  return {
    placeOf,
    publish: queue.publish,
    async close() {
      await queue.idle();
      isClosed = true;
      discard();
    },
  };
}

type ClientOptions = KafkaProducerOptions & Pick<KafkaOptions, 'partitionCounts' | 'now'>;

async function openClient({ brokers, security = {}, ...options }: ClientOptions): Promise<KafkaClient> {
  const [{ openKafkaClient }, whereTo, proof] = await Promise.all([
    import('./kafkaClient.ts'),
    typeof brokers === 'function' ? brokers() : brokers,
    typeof security === 'function' ? security() : security,
  ]);
  return openKafkaClient({ ...options, brokers: whereTo, security: proof });
}
