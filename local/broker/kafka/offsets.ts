/** Where partitions begin and end, and where a point in time is: many partitions in one request a broker. */
import { Fault } from '../../../lib/errors/fault.ts';
import type { PartitionBounds } from '../broker.ts';
import { type Cluster, persistently } from './cluster.ts';
import { listOffsetsV7, type Node } from './protocol.ts';

export interface Offsets {
  /** Topic → its partitions in order. Fault UNKNOWN_TOPIC. */
  bounds(topics: readonly string[]): Promise<Map<string, PartitionBounds[]>>;
  /** The first offset with this time or a later one, else the end; of each partition asked for. */
  at(places: readonly TimedPlace[]): Promise<number[]>;
}

export interface TimedPlace {
  topic: string;
  partition: number;
  /** Epoch milliseconds, or one of the two below. */
  time: number;
}

/** Kafka's own words for the first offset kept, and for the next one to be given away. */
const EARLIEST = -2;
const LATEST = -1;
const NO_SUCH_OFFSET = -1;
const CLIENT = -1;
const READ_UNCOMMITTED = 0;

export function openOffsets(cluster: Cluster): Offsets {
  async function list(places: readonly TimedPlace[]): Promise<number[]> {
    const led = await Promise.all(places.map(async (place) => ({ ...place, leader: await leaderOf(place, cluster) })));
    const byLeader = Map.groupBy(led, ({ leader }) => `${leader.host}:${leader.port}`);
    const found = new Map<string, number>();
    await Promise.all(
      [...byLeader.values()].map(async (group) => {
        const [first] = group;
        if (!first) return;
        const { topics } = await cluster.ask(first.leader, listOffsetsV7.api, CLIENT, READ_UNCOMMITTED, toRequest(group));
        for (const { name, partitions } of topics)
          for (const { partitionIndex, offset } of partitions) found.set(`${name}-${partitionIndex}`, Number(offset));
      }),
    );
    return places.map(({ topic, partition }) => found.get(`${topic}-${partition}`) ?? NO_SUCH_OFFSET);
  }

  const listed = (places: readonly TimedPlace[]) => persistently(() => list(places));

  return {
    async bounds(topics) {
      const views = await Promise.all(topics.map((name) => cluster.topic(name)));
      const partitions = views.flatMap(({ name, leaders }) => leaders.map((_, partition) => ({ topic: name, partition })));
      const [starts, ends] = await Promise.all([
        listed(partitions.map((place) => ({ ...place, time: EARLIEST }))),
        listed(partitions.map((place) => ({ ...place, time: LATEST }))),
      ]);
      const bounds = partitions.map(({ topic, partition }, at) => ({
        topic,
        bound: { partition, start: starts[at] ?? 0, end: ends[at] ?? 0 },
      }));
      const byTopic = Map.groupBy(bounds, ({ topic }) => topic);
      return new Map([...byTopic].map(([topic, found]) => [topic, found.map(({ bound }) => bound)]));
    },
    async at(places) {
      const found = await listed(places);
      const late = places.filter((_, index) => found[index] === NO_SUCH_OFFSET);
      const ends = late.length === 0 ? [] : await listed(late.map((place) => ({ ...place, time: LATEST })));
      return found.map((offset) => (offset === NO_SUCH_OFFSET ? (ends.shift() ?? 0) : offset));
    },
  };
}

export async function leaderOf(
  { topic, partition }: { topic: string; partition: number },
  cluster: Cluster,
): Promise<Node> {
  const leader = (await cluster.topic(topic, partition)).leaders[partition];
  if (!leader) throw new Fault('BROKER_UNAVAILABLE', `${topic}-${partition} has no leader at the moment`);
  return leader;
}

function toRequest(places: readonly TimedPlace[]) {
  const byTopic = Map.groupBy(places, ({ topic }) => topic);
  return [...byTopic].map(([name, group]) => ({
    name,
    partitions: group.map(({ partition, time }) => ({
      partitionIndex: partition,
      currentLeaderEpoch: -1,
      timestamp: BigInt(time),
    })),
  }));
}
