/** The options of `npm start` for its broker. A cluster named in KAFKA_BROKERS wins over everything on the command line. */
import type { BrokerChoice } from '../broker/choice.ts';
import { UsageError } from '../usageError.ts';

const kinds = ['embedded', 'kafka'] as const;
const DEFAULT_PORT = 40_093;

/** `port` is --kafka-port where it was given. UsageError. */
export function toBroker(kind: string, port: number | undefined, cluster: readonly string[]): BrokerChoice {
  if (!kinds.some((one) => one === kind)) {
    throw new UsageError(`--broker ${kind} is not known: expected ${kinds.join(' or ')}.`);
  }
  const isOwn = kind === 'kafka' && cluster.length === 0;
  if (port !== undefined && !isOwn) {
    const why = cluster.length > 0 ? 'KAFKA_BROKERS names the broker' : 'the embedded broker listens on no port';
    throw new UsageError(`--kafka-port has no effect: ${why}.`);
  }
  if (cluster.length > 0) return { kind: 'cluster', brokers: cluster };
  return isOwn ? { kind: 'kafka', port: port ?? DEFAULT_PORT } : { kind: 'embedded' };
}
