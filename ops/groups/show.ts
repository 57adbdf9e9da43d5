/** `ops groups list` and `describe`. */
import { type GroupPartition, groupNames, groupPartitions, groupState } from '../../lib/kafkaAdmin/groups.ts';
import type { GroupPosition } from '../../local/broker/broker.ts';
import { UsageError } from '../../local/usageError.ts';
import { onEmbedded } from '../kafka/embedded.ts';
import { onCluster } from '../kafka/target.ts';
import type { GroupAsked } from './values.ts';

/** The embedded log knows offsets and no members. */
const UNKNOWN = 'unknown';

interface Shown {
  group: string;
  state: string;
  partitions: { topic: string; partition: number; committed: number | null; end: number; lag: number }[];
}

export async function listGroups(names: readonly string[], { target, values, print }: GroupAsked): Promise<number> {
  if (names.length > 0) throw new UsageError('groups list takes no names; groups describe does.');
  const groups =
    target.kind === 'embedded'
      ? (await embedded(target.file)).map(({ group, state }) => ({ group, state }))
      : await onCluster(target, values, async (connection) => {
          const found = await groupNames(connection);
          return await Promise.all(found.map(async (group) => ({ group, state: await groupState(group, connection) })));
        });
  const lines = groups.map(({ group, state }) => `${group}  ${state}`);
  print(values.json ? JSON.stringify(groups) : lines.join('\n') || 'There are no groups.');
  return 0;
}

export async function describeGroups(names: readonly string[], { target, values, print }: GroupAsked): Promise<number> {
  if (names.length === 0) throw new UsageError('Name the groups to describe; groups list shows them.');
  const groups =
    target.kind === 'embedded'
      ? (await embedded(target.file)).filter(({ group }) => names.includes(group))
      : await onCluster(target, values, async (connection) => {
          return await Promise.all(
            names.map(async (group): Promise<Shown> => {
              const partitions = await groupPartitions(group, connection);
              return { group, state: await groupState(group, connection), partitions: partitions.map(withLag) };
            }),
          );
        });
  const unknown = names.filter((name) => !groups.some(({ group, state }) => group === name && state !== 'Dead'));
  if (unknown.length > 0) throw new UsageError(`There is no group ${unknown.join(', ')}; groups list shows them.`);
  print(values.json ? JSON.stringify(groups) : groups.map(textOf).join('\n\n'));
  return 0;
}

function withLag({ topic, partition, committed, start, end }: GroupPartition) {
  return { topic, partition, committed, end, lag: Math.max(0, end - (committed ?? start)) };
}

async function embedded(file: string): Promise<Shown[]> {
  const positions = await onEmbedded(file, (broker) => broker.groups());
  const byGroup = Map.groupBy(positions, ({ group }: GroupPosition) => group);
  return [...byGroup].map(([group, all]) => ({
    group,
    state: UNKNOWN,
    partitions: all.map(({ topic, partition, committed, end, lag }) => ({ topic, partition, committed, end, lag })),
  }));
}

function textOf({ group, state, partitions }: Shown): string {
  const lines = partitions.map(({ topic, partition, committed, end, lag }) => {
    return `  ${topic}-${partition}: ${committed ?? 'nothing committed'} of ${end}, lag ${lag}`;
  });
  return [`${group}  ${state}`, ...lines].join('\n');
}
