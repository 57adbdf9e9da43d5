/** Consumer groups without members: offsets are committed and read for them directly at their coordinator. */

import { listGroupsV4, offsetCommitV8, offsetFetchV8 } from '@platformatic/kafka';
import type { GroupOffset, GroupPosition } from '../broker.ts';
import type { Cluster } from './cluster.ts';
import type { Offsets } from './offsets.ts';
import { persistently } from './patience.ts';

/** The generation in a commit by no member, which a group takes as long as it has no members. */
const NO_GENERATION = -1;
const NO_MEMBER = '';
const NO_EPOCH = -1;
const NOT_COMMITTED = -1;

type GroupTopics = Awaited<ReturnType<typeof offsetFetchV8.api.async>>['groups'][number]['topics'];

export function openGroups(cluster: Cluster, offsets: Offsets) {
  async function commit(group: string, topic: string, commits: readonly GroupOffset[]): Promise<void> {
    for (const { partition, offset } of commits) {
      if (!Number.isSafeInteger(offset) || offset < 0)
        throw new RangeError(`${group} can't commit ${topic}-${partition}@${offset}`);
      // A broker would refuse this one and take the others.
      await cluster.topic(topic, partition);
    }
    const partitions = commits.map(({ partition, offset }) => ({
      partitionIndex: partition,
      committedOffset: BigInt(offset),
      committedLeaderEpoch: NO_EPOCH,
      committedMetadata: null,
    }));
    await persistently(async () => {
      const coordinator = await cluster.coordinator(group);
      const topics = [{ name: topic, partitions }];
      await cluster.ask(coordinator, offsetCommitV8.api, group, NO_GENERATION, NO_MEMBER, null, topics);
    });
  }

  async function committed(group: string, topic: string): Promise<GroupOffset[]> {
    const { leaders } = await cluster.topic(topic);
    const found = await fetchCommitted(group, cluster, [{ name: topic, partitionIndexes: [...leaders.keys()] }]);
    return toOffsets(found[0]?.partitions ?? []);
  }

  return { commit, committed, positions: () => groupPositions(cluster, offsets) };
}

/** `topics` null: all that the group ever committed. */
async function fetchCommitted(
  group: string,
  cluster: Cluster,
  topics: { name: string; partitionIndexes: number[] }[] | null,
): Promise<GroupTopics> {
  return await persistently(async () => {
    const wanted = [{ groupId: group, memberEpoch: NO_EPOCH, topics }];
    const answer = await cluster.ask(await cluster.coordinator(group), offsetFetchV8.api, wanted, false);
    return answer.groups[0]?.topics ?? [];
  });
}

/** Every broker lists the groups that it coordinates itself. */
async function listGroups(cluster: Cluster): Promise<string[]> {
  const { topics, controller } = await cluster.refresh();
  const leaders = [...topics.values()].flatMap((topic) => topic.leaders.flatMap((leader) => leader ?? []));
  const nodes = new Map([controller, ...leaders].map((node) => [`${node.host}:${node.port}`, node]));
  const lists = await Promise.all([...nodes.values()].map((node) => cluster.ask(node, listGroupsV4.api, [], [])));
  return [...new Set(lists.flatMap(({ groups }) => groups.map(({ groupId }) => groupId)))];
}

async function groupPositions(cluster: Cluster, offsets: Offsets): Promise<GroupPosition[]> {
  const groups = await listGroups(cluster);
  const committed = await Promise.all(groups.map((group) => fetchCommitted(group, cluster, null)));
  const { topics: existing } = await cluster.view();
  const known = groups.flatMap((group, at) =>
    (committed[at] ?? []).filter(({ name }) => existing.has(name)).map((topic) => ({ group, ...topic })),
  );
  const bounds = await offsets.bounds([...new Set(known.map(({ name }) => name))]);
  const positions = known.flatMap(({ group, name: topic, partitions }) =>
    toOffsets(partitions).map(({ partition, offset }) => {
      const end = bounds.get(topic)?.[partition]?.end ?? offset;
      return { group, topic, partition, committed: offset, end, lag: Math.max(0, end - offset) };
    }),
  );
  return positions.sort((a, b) => compare(a.group, b.group) || compare(a.topic, b.topic) || a.partition - b.partition);
}

function toOffsets(partitions: GroupTopics[number]['partitions']): GroupOffset[] {
  return partitions
    .map(({ partitionIndex, committedOffset }) => ({ partition: partitionIndex, offset: Number(committedOffset) }))
    .filter(({ offset }) => offset !== NOT_COMMITTED)
    .sort((a, b) => a.partition - b.partition);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
