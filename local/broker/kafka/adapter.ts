/** Apache Kafka as the broker of the local stack: its own node, or a cluster somewhere. */
import type { Broker } from '../broker.ts';
import { openAppendWatch } from './appends.ts';
import { openCluster } from './cluster.ts';
import { openGroups } from './groups.ts';
import { openOffsets } from './offsets.ts';
import { openPublishing } from './publishing.ts';
import { openReading } from './reading.ts';
import { openRetention } from './retention.ts';
import { openTopics } from './topics.ts';

export interface KafkaBrokerOptions {
  /** `host:port` each. */
  brokers: readonly string[];
  /** Whether existing topics may be changed and old records removed: never on a cluster that is not ours. */
  isOurs: boolean;
  now?: () => number;
}

/** Connects when it is first used. PLAINTEXT only. */
export function openKafkaBroker({ brokers, isOurs, now = Date.now }: KafkaBrokerOptions): Broker {
  const cluster = openCluster(brokers.map(toNode), 'local-stack');
  const offsets = openOffsets(cluster);
  const topics = openTopics(cluster, offsets, isOurs);
  const groups = openGroups(cluster, offsets);
  const queue = openPublishing(cluster, now);
  const appends = openAppendWatch(cluster, offsets);
  const applyRetention = openRetention(cluster, offsets, now);
  return {
    createTopics: topics.create,
    topics: topics.list,
    publish: queue.publish,
    fetch: openReading(cluster, offsets),
    offsets: async (topic) => (await offsets.bounds([topic])).get(topic) ?? [],
    offsetAt: async (topic, partition, time) => (await offsets.at([{ topic, partition, time }]))[0] ?? 0,
    commit: groups.commit,
    committed: groups.committed,
    groups: groups.positions,
    applyRetention: async () => (isOurs ? await applyRetention() : 0),
    onAppend: appends.listen,
    async close() {
      appends.stop();
      await queue.idle();
      await cluster.close();
    },
  };
}

/** `127.0.0.1:9092`, `[::1]:9092`. */
function toNode(address: string) {
  const [, bracketed, host = bracketed, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(address) ?? [];
  if (host === undefined) throw new Error(`a broker is host:port, not ${address}`);
  return { host, port: Number(port) };
}
