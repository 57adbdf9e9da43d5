/** Chooses the broker of a stack: the embedded log, an Apache Kafka of its own, or a cluster that somebody else runs. */
import { machineClock } from '../../lib/clock/clock.ts';
import type { CompressionOf } from '../../lib/kafka/compression.ts';
import type { Log } from '../../lib/observability/log.ts';
import type { Broker } from './broker.ts';
import { openEmbeddedBroker } from './embedded.ts';
import type { KafkaNodeOptions } from './kafka/node.ts';

export type BrokerChoice =
  | { kind: 'embedded' }
  | { kind: 'kafka'; port: number }
  /** Never started, stopped, changed or wiped by us. */
  | { kind: 'cluster'; brokers: readonly string[] };

export interface OpenBroker {
  broker: Broker;
  /** Where its clients find it; null is nowhere, since it is inside this process and its files. */
  brokers: readonly string[] | null;
  close(): Promise<void>;
}

export interface BrokerSurroundings {
  kafkaFolder: string;
  embeddedFile: string;
  compressionOf: CompressionOf;
  host: string;
  log: Log;
  /** Gets a line before anything that takes long. */
  tell(line: string): void;
}

const heapMb = 512;

/** Opens the chosen broker; modules that only Kafka needs are imported for it alone. UsageError says what is missing, in the way, or out of reach. */
export async function openBroker(choice: BrokerChoice, surroundings: BrokerSurroundings): Promise<OpenBroker> {
  switch (choice.kind) {
    case 'embedded': {
      const broker = openEmbeddedBroker({ file: surroundings.embeddedFile, now: machineClock });
      return { broker, brokers: null, close: () => broker.close() };
    }
    case 'kafka': {
      const { kafkaFolder: folder, host, tell } = surroundings;
      const node = { folder, host, port: choice.port, heapMb, tell };
      return await openOwnKafka(node, surroundings);
    }
    case 'cluster': {
      const { openKafkaBroker } = await import('./kafka/adapter.ts');
      const { refuseUnreachable } = await import('./kafka/reach.ts');
      await refuseUnreachable(choice.brokers);
      const { compressionOf } = surroundings;
      const broker = openKafkaBroker({ brokers: choice.brokers, isOurs: false, compressionOf, now: machineClock });
      return { broker, brokers: choice.brokers, close: () => broker.close() };
    }
    default:
      choice satisfies never;
      throw new Error('unknown broker');
  }
}

async function openOwnKafka(
  options: KafkaNodeOptions,
  { log, compressionOf }: BrokerSurroundings,
): Promise<OpenBroker> {
  const [{ openKafkaBroker }, { superviseKafka }] = await Promise.all([
    import('./kafka/adapter.ts'),
    import('./kafka/supervised.ts'),
  ]);
  const kafka = await superviseKafka(options, log);
  const broker = openKafkaBroker({ brokers: [kafka.address], isOurs: true, compressionOf, now: machineClock });
  return {
    broker,
    brokers: [kafka.address],
    async close() {
      await broker.close();
      await kafka.stop();
    },
  };
}
