/** Consumer groups without members: offsets are committed and read for them directly at their coordinator. */
import type { GroupOffset, GroupPosition } from '../broker.ts';
import { type Cluster, persistently } from './cluster.ts';
import type { Offsets } from './offsets.ts';
import { listGroupsV4, offsetCommitV8, offsetFetchV8 } from './protocol.ts';

/** Of a commit by nobody in particular, which a group takes as long as it has no members. */
const NO_GENERATION = -1;
const NO_MEMBER = '';
const NO_EPOCH = -1;
const NOT_COMMITTED = -1;

type GroupTopics = Awaited<ReturnType<typeof offsetFetchV8.api.async>>['groups'][number]['topics'];

export function openGroups(cluster: Cluster, offsets: Offsets) {
  async function ask(group: string, topics: { name: string; partitionIndexes: number[] }[] | null): Promise<GroupTopics> {
    return await persistently(async () => {
      const wanted = [{ groupId: group, memberEpoch: NO_EPOCH, topics }];
      const answer = await cluster.ask(await cluster.coordinator(group), offsetFetchV8.api, wanted, false);
      return answer.groups[0]?.topics ?? [];
    });
  }

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
    const found = await ask(group, [{ name: topic, partitionIndexes: [...leaders.keys()] }]);
    return toOffsets(found[0]?.partitions ?? []);
  }

  /** Every broker lists the groups that it coordinates itself. */
  async function names(): Promise<string[]> {
    const { topics, controller } = await cluster.refresh();
    const leaders = [...topics.values()].flatMap((topic) => topic.leaders.flatMap((leader) => leader ?? []));
    const nodes = new Map([controller, ...leaders].map((node) => [`${node.host}:${node.port}`, node]));
    const lists = await Promise.all([...nodes.values()].map((node) => cluster.ask(node, listGroupsV4.api, [], [])));
    return [...new Set(lists.flatMap(({ groups }) => groups.map(({ groupId }) => groupId)))].sort();
  }

  async function positions(): Promise<GroupPosition[]> {
    const groups = await Promise.all((await names()).map(async (group) => ({ group, topics: await ask(group, null) })));
    const { topics: existing } = await cluster.view();
    const known = groups.flatMap(({ group, topics }) =>
      topics.flatMap(({ name, partitions }) => (existing.has(name) ? [{ group, topic: name, partitions }] : [])),
    );
    const bounds = await offsets.bounds([...new Set(known.map(({ topic }) => topic))]);
    const found = known.flatMap(({ group, topic, partitions }) =>
      toOffsets(partitions).map(({ partition, offset: committed }) => {
        const end = bounds.get(topic)?.[partition]?.end ?? committed;
        return { group, topic, partition, committed, end, lag: end - committed };
      }),
    );
    return found.sort((a, b) => compare(a.group, b.group) || compare(a.topic, b.topic) || a.partition - b.partition);
  }

  return { commit, committed, positions };
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
