/** Where partitions begin and end, and where a point in time is: many partitions in one request a broker. */

import { listOffsetsV7, type Broker as Node } from '@platformatic/kafka';
import { Fault } from '../../../lib/errors/fault.ts';
import type { PartitionBounds } from '../broker.ts';
import type { Cluster } from './cluster.ts';
import { persistently } from './patience.ts';

export interface Offsets {
  /** Topic → its partitions in order, to the last stable offset each. Fault UNKNOWN_TOPIC. */
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
/** Where an open transaction begins, a partition ends. */
const READ_COMMITTED = 1;

export function openOffsets(cluster: Cluster): Offsets {
  const list = (places: readonly TimedPlace[]) => persistently(() => listOffsets(places, cluster));
  return {
    async bounds(topics) {
      const views = await Promise.all(topics.map((name) => cluster.topic(name)));
      const places = views.flatMap(({ name, leaders }) => leaders.map((_, partition) => ({ topic: name, partition })));
      const [starts, ends] = await Promise.all([
        list(places.map((place) => ({ ...place, time: EARLIEST }))),
        list(places.map((place) => ({ ...place, time: LATEST }))),
      ]);
      const found = new Map<string, PartitionBounds[]>(topics.map((topic) => [topic, []]));
      for (const [at, { topic, partition }] of places.entries())
        found.get(topic)?.push({ partition, start: starts[at] ?? 0, end: ends[at] ?? 0 });
      return found;
    },
    async at(places) {
      const found = await list(places);
      const late = places.filter((_, index) => found[index] === NO_SUCH_OFFSET);
      const ends = late.length === 0 ? [] : await list(late.map((place) => ({ ...place, time: LATEST })));
      return found.map((offset) => (offset === NO_SUCH_OFFSET ? (ends.shift() ?? 0) : offset));
    },
  };
}

/** In the order of the places. */
async function listOffsets(places: readonly TimedPlace[], cluster: Cluster): Promise<number[]> {
  const led = await Promise.all(places.map(async (place) => ({ place, leader: await leaderOf(place, cluster) })));
  const byLeader = Map.groupBy(led, ({ leader }) => `${leader.host}:${leader.port}`);
  const answers = await Promise.all(
    [...byLeader.values()].map(async (group) => {
      const leader = group[0]?.leader;
      const wanted = toRequest(group.map(({ place }) => place));
      return leader ? (await cluster.ask(leader, listOffsetsV7.api, CLIENT, READ_COMMITTED, wanted)).topics : [];
    }),
  );
  const found = new Map<string, number>();
  for (const { name, partitions } of answers.flat())
    for (const { partitionIndex, offset } of partitions) found.set(`${name}-${partitionIndex}`, Number(offset));
  return places.map(({ topic, partition }) => found.get(`${topic}-${partition}`) ?? NO_SUCH_OFFSET);
}

export async function leaderOf(
  { topic, partition }: { topic: string; partition: number },
  cluster: Cluster,
): Promise<Node> {
  const leader = (await cluster.topic(topic, partition)).leaders[partition];
  if (!leader) throw new Fault('TOPIC_UNAVAILABLE', `${topic}-${partition} has no leader at the moment`);
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
