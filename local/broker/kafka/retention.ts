/** Retention to the record: Kafka itself removes whole segments, and not before they are closed. */

import { ConfigResourceTypes, deleteRecordsV2, describeConfigsV4 } from '@platformatic/kafka';
import { type Cluster, requestLimitMs } from './cluster.ts';
import { leaderOf, type Offsets } from './offsets.ts';

/** Answers how many records were removed. */
export function openRetention(cluster: Cluster, offsets: Offsets, now: () => number): () => Promise<number> {
  /** Topic → milliseconds, for those that forget at all. */
  async function retentions(): Promise<Map<string, number>> {
    const { topics, controller } = await cluster.refresh();
    if (topics.size === 0) return new Map();
    const resources = [...topics.keys()].map((name) => ({
      resourceType: ConfigResourceTypes.TOPIC,
      resourceName: name,
      configurationKeys: ['retention.ms'],
    }));
    const { results } = await cluster.ask(controller, describeConfigsV4.api, resources, false, false);
    const found = results.map(({ resourceName, configs }) => [resourceName, Number(configs[0]?.value ?? -1)] as const);
    return new Map(found.filter(([, ms]) => ms >= 0));
  }

  async function removeFront(topic: string, partition: number, offset: number): Promise<void> {
    const leader = await leaderOf({ topic, partition }, cluster);
    const wanted = [{ name: topic, partitions: [{ partitionIndex: partition, offset: BigInt(offset) }] }];
    await cluster.ask(leader, deleteRecordsV2.api, wanted, requestLimitMs);
  }

  return async () => {
    const retained = await retentions();
    const bounds = await offsets.bounds([...retained.keys()]);
    const filled = [...bounds].flatMap(([topic, partitions]) =>
      partitions.filter(({ start, end }) => end > start).map((bound) => ({ topic, ...bound })),
    );
    const times = filled.map(({ topic, partition }) => ({
      topic,
      partition,
      time: now() - (retained.get(topic) ?? 0),
    }));
    const keptFrom = await offsets.at(times);
    let removed = 0;
    for (const [at, { topic, partition, start }] of filled.entries()) {
      const first = keptFrom[at] ?? start;
      if (first <= start) continue;
      await removeFront(topic, partition, first);
      removed += first - start;
    }
    return removed;
  };
}
