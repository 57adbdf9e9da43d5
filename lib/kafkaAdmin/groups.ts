/** Consumer groups of a cluster: their state, their offsets, and new offsets for a group that has no members. */
import type { AdminConnection } from './admin.ts';
import { partitionBounds } from './bounds.ts';

export interface GroupPartition {
  topic: string;
  partition: number;
  /** The next offset to read; null where the group never committed one. */
  committed: number | null;
  /** The first offset kept, and the next one to be given away. */
  start: number;
  end: number;
}

/** Kafka's words, such as Stable and Empty; Dead where there is no such group. */
export async function groupState(group: string, { ask }: AdminConnection): Promise<string> {
  const { groups } = await ask(group, (admin) => admin.describeGroups([group]));
  return groups[0]?.state ?? 'Dead';
}

export function hasMembers(state: string): boolean {
  return state !== 'Empty' && state !== 'Dead';
}

export async function groupNames({ ask }: AdminConnection): Promise<string[]> {
  const { groups } = await ask('the list of groups', (admin) => admin.listGroups());
  return groups.map(({ groupId }) => groupId).sort();
}

/** Every partition of the topics, by default of those that the group ever committed on. Fault UNKNOWN_TOPIC. */
export async function groupPartitions(
  group: string,
  connection: AdminConnection,
  topics?: readonly string[],
): Promise<GroupPartition[]> {
  const wanted = topics === undefined ? {} : { topics: [...topics] };
  const found = await connection.ask(group, (admin) => admin.fetchOffsets({ groupId: group, ...wanted }));
  const committed = new Map(
    found.flatMap(({ topic, partitions }) =>
      partitions.flatMap(({ partition, offset }) => {
        return Number(offset) < 0 ? [] : [[`${topic}-${partition}`, Number(offset)] as const];
      }),
    ),
  );
  const names = topics ?? found.map(({ topic }) => topic);
  const places = await Promise.all(
    names.map(async (topic) => {
      const bounds = await partitionBounds(topic, connection);
      return bounds.map((place) => ({
        topic,
        ...place,
        committed: committed.get(`${topic}-${place.partition}`) ?? null,
      }));
    }),
  );
  return places.flat().sort((a, b) => a.topic.localeCompare(b.topic) || a.partition - b.partition);
}

/** The group must have no members: Kafka refuses it else, and so does its client. */
export async function commitOffsets(
  group: string,
  topic: string,
  offsets: readonly { partition: number; offset: number }[],
  { ask }: AdminConnection,
): Promise<void> {
  const partitions = offsets.map(({ partition, offset }) => ({ partition, offset: String(offset) }));
  await ask(group, (admin) => admin.setOffsets({ groupId: group, topic, partitions }));
}

/** The first offset with that time or a later one, else the end; by partition. */
export async function offsetsAt(topic: string, timeMs: number, { ask }: AdminConnection) {
  const found = await ask(topic, (admin) => admin.fetchTopicOffsetsByTimestamp(topic, timeMs));
  const places = found.map(({ partition, offset }) => ({ partition, offset: Number(offset) }));
  return places.sort((a, b) => a.partition - b.partition);
}
