/** Kafka without Kafka: the broker of the local stack, on the SQLite file that the embedded producers append to. */
import type { Clock } from '../../lib/clock/clock.ts';
import { openEmbeddedFile } from '../../lib/producer/embeddedFile.ts';
import { openAppender } from '../../lib/producer/embeddedLog.ts';
import type { Broker } from './broker.ts';
import { openAppendWatch } from './embeddedAppends.ts';
import { openGroups } from './embeddedGroups.ts';
import { openPartitions } from './embeddedPartitions.ts';
import { openRetention } from './embeddedRetention.ts';
import { openTopics } from './embeddedTopics.ts';

/** Any number of these, in any number of processes, share one file. SQLite answers at once: async is for the port's sake. */
export function openEmbeddedBroker({ file, now }: { file: string; now: Clock }): Broker {
  const log = openEmbeddedFile(file);
  const append = openAppender(log, now);
  const topics = openTopics(log);
  const partitions = openPartitions(log);
  const groups = openGroups(log);
  const applyRetention = openRetention(log, now);
  const appends = openAppendWatch(log);
  return {
    createTopics: async (wanted) => topics.create(wanted),
    topics: async () => topics.list(),
    async publish(records, signal) {
      const appended = append(records, signal);
      if (appended.length > 0) appends.announce();
      return appended;
    },
    fetch: async (topic, partition, fromOffset, max) => partitions.fetch(topic, partition, fromOffset, max),
    async page(topic, partition, fromOffset, max) {
      const records = partitions.fetch(topic, partition, fromOffset, max);
      return { records, next: (records.at(-1)?.offset ?? fromOffset - 1) + 1 };
    },
    offsets: async (topic) => partitions.bounds(topic),
    offsetAt: async (topic, partition, timestampMs) => partitions.offsetAt(topic, partition, timestampMs),
    commit: async (group, topic, offsets) => groups.commit(group, topic, offsets),
    committed: async (group, topic) => groups.committed(group, topic),
    groups: async () => groups.positions(),
    applyRetention: async () => applyRetention(),
    onAppend: appends.listen,
    async close() {
      appends.stop();
      log.close();
    },
  };
}
