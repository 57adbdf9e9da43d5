/**
 * Apache Kafka as the broker of the local stack: its own node, or a cluster somewhere. Spoken to by the low end of
 * @platformatic/kafka, for three things that kafkajs has not: headers in the order they were written, commits of a group
 * without members, and changing one setting of a topic. Each request in the version that Kafka 3.0 knows and 4 still does.
 */
import type { Clock } from '../../../lib/clock/clock.ts';
import type { CompressionOf } from '../../../lib/kafka/compression.ts';
import type { Broker } from '../broker.ts';
import { openAppendWatch } from './appends.ts';
import { openCluster, toNode } from './cluster.ts';
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
  compressionOf: CompressionOf;
  now: Clock;
}

/** Connects when it is first used. PLAINTEXT only. */
export function openKafkaBroker({ brokers, isOurs, compressionOf, now }: KafkaBrokerOptions): Broker {
  const cluster = openCluster(
    brokers.flatMap((address) => toNode(address) ?? []),
    'local-stack',
  );
  const offsets = openOffsets(cluster);
  const topics = openTopics(cluster, offsets, isOurs);
  const groups = openGroups(cluster, offsets);
  const queue = openPublishing(cluster, compressionOf, now);
  const page = openReading(cluster, offsets);
  const appends = openAppendWatch(cluster, offsets);
  const applyRetention = openRetention(cluster, offsets, now);
  return {
    createTopics: topics.create,
    topics: topics.list,
    publish: queue.publish,
    fetch: async (...place) => (await page(...place)).records,
    page,
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
