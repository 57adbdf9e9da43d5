/** Whether a cluster that somebody else runs can be had, before a stack relies on it. */
import { UsageError } from '../../usageError.ts';
import { openCluster, toNode } from './cluster.ts';
import { rootMessage } from './faults.ts';

/** UsageError, one sentence. */
export async function refuseUnreachable(brokers: readonly string[]): Promise<void> {
  const wrong = brokers.find((address) => toNode(address) === undefined);
  if (wrong !== undefined) throw new UsageError(`KAFKA_BROKERS expects host:port, comma-separated, came ${wrong}.`);
  const cluster = openCluster(
    brokers.flatMap((address) => toNode(address) ?? []),
    'local-stack',
  );
  try {
    await cluster.view();
  } catch (error) {
    throw new UsageError(
      `No Kafka answers at ${brokers.join(', ')} (${rootMessage(error)}): start it, correct KAFKA_BROKERS, or unset it for the embedded broker.`,
    );
  } finally {
    await cluster.close();
  }
}
