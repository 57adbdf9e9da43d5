/** `ops topics list` and `describe`. */
import type { AdminConnection } from '../../lib/kafkaAdmin/admin.ts';
import { type PartitionBounds, partitionBounds } from '../../lib/kafkaAdmin/bounds.ts';
import { findTopics, topicNames } from '../../lib/kafkaAdmin/topics.ts';
import { UsageError } from '../../local/usageError.ts';
import { onEmbedded } from '../kafka/embedded.ts';
import { onCluster } from '../kafka/target.ts';
import type { TopicValues } from './plan.ts';

interface Described {
  name: string;
  /** null where the log is embedded: it has none. */
  replicas: number | null;
  partitions: PartitionBounds[];
  settings: Record<string, string>;
}

export async function listTopics(names: readonly string[], { target, values, print }: TopicValues): Promise<number> {
  if (names.length > 0) throw new UsageError('topics list takes no names; topics describe does.');
  const described =
    target.kind === 'embedded'
      ? await onEmbedded(target.file, async (broker) => await broker.topics())
      : await onCluster(target, values, async (connection) => await summaries(connection));
  const lines = described.map(
    ({ name, partitions, records }) => `${name}  ${partitions} partitions, ${records} records`,
  );
  print(values.json ? JSON.stringify(described) : lines.join('\n') || 'There are no topics.');
  return 0;
}

async function summaries(connection: AdminConnection) {
  const names = await topicNames(connection);
  return await Promise.all(
    names.map(async (name) => {
      const bounds = await partitionBounds(name, connection);
      return { name, partitions: bounds.length, records: bounds.reduce((sum, { start, end }) => sum + end - start, 0) };
    }),
  );
}

export async function describeTopics(names: readonly string[], asked: TopicValues): Promise<number> {
  const { target, values, print } = asked;
  if (names.length === 0) throw new UsageError('Name the topics to describe; topics list shows them.');
  const described =
    target.kind === 'embedded'
      ? await onEmbedded(target.file, async (broker) => {
          return await Promise.all(names.map(async (name) => embedded(name, await broker.offsets(name))));
        })
      : await onCluster(target, values, async (connection) => await describe(names, connection));
  print(values.json ? JSON.stringify(described) : described.map(textOf).join('\n\n'));
  return 0;
}

function embedded(name: string, partitions: PartitionBounds[]): Described {
  return { name, replicas: null, partitions, settings: {} };
}

async function describe(names: readonly string[], connection: AdminConnection): Promise<Described[]> {
  const found = await findTopics(names, connection);
  const missing = names.filter((name) => !found.has(name));
  if (missing.length > 0)
    throw new UsageError(`The cluster has no topic ${missing.join(', ')}; topics plan shows what is missing.`);
  return await Promise.all(
    [...found.values()].map(async ({ name, replication, settings }) => ({
      name,
      replicas: replication,
      partitions: await partitionBounds(name, connection),
      settings: Object.fromEntries([...settings].map(([setting, { value }]) => [setting, value])),
    })),
  );
}

function textOf({ name, replicas, partitions, settings }: Described): string {
  return [
    `${name}${replicas === null ? '' : `  ${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`}`,
    ...partitions.map(({ partition, start, end }) => `  partition ${partition}: offsets ${start} to ${end}`),
    ...Object.entries(settings).map(([setting, value]) => `  ${setting}=${value}`),
  ].join('\n');
}
