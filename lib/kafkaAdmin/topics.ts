/** The topics of a cluster: read as they are, and brought nearer to what is wanted, one step at a time. */
import type { AdminConnection } from './admin.ts';
import { partitionBounds } from './bounds.ts';
import type { FoundTopic, Step } from './plan.ts';
import type { WantedTopic } from './wanted.ts';

/** Kafka's ConfigResource.Type and DescribeConfigsResponse.ConfigSource. */
const TOPIC = 2;
const SET_FOR_THIS_TOPIC = 1;
const CLUSTER_DECIDES = -1;

/** Names of all topics but Kafka's own. */
export async function topicNames({ ask }: AdminConnection): Promise<string[]> {
  const names = await ask('the list of topics', (admin) => admin.listTopics());
  return names.filter((name) => !name.startsWith('__')).sort();
}

export async function brokerCount({ ask }: AdminConnection): Promise<number> {
  const { brokers } = await ask('the cluster', (admin) => admin.describeCluster());
  return brokers.length;
}

/** Those of the names that exist. */
export async function findTopics(
  names: readonly string[],
  connection: AdminConnection,
): Promise<Map<string, FoundTopic>> {
  const existing = new Set(await topicNames(connection));
  const asked = names.filter((name) => existing.has(name));
  if (asked.length === 0) return new Map();
  const { topics } = await connection.ask('metadata', (admin) => admin.fetchTopicMetadata({ topics: asked }));
  const settings = await readSettings(asked, connection);
  const found = await Promise.all(
    topics.map(async ({ name, partitions }): Promise<FoundTopic> => {
      return {
        name,
        partitions: partitions.length,
        replication: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        isEmpty: await isEmpty(name, connection),
        settings: settings.get(name) ?? new Map(),
      };
    }),
  );
  return new Map(found.map((topic) => [topic.name, topic]));
}

async function isEmpty(topic: string, connection: AdminConnection): Promise<boolean> {
  return (await partitionBounds(topic, connection)).every(({ start, end }) => start === end);
}

type Settings = Map<string, { value: string; isOwn: boolean }>;

async function readSettings(names: readonly string[], { ask }: AdminConnection): Promise<Map<string, Settings>> {
  const resources = names.map((name) => ({ type: TOPIC, name }));
  const answer = await ask('settings of topics', (admin) =>
    admin.describeConfigs({ resources, includeSynonyms: false }),
  );
  return new Map(
    answer.resources.map(({ resourceName, configEntries }) => {
      const entries = configEntries.map(({ configName, configValue, configSource }) => {
        return [configName, { value: configValue, isOwn: Number(configSource) === SET_FOR_THIS_TOPIC }] as const;
      });
      return [resourceName, new Map(entries)];
    }),
  );
}

/** Throws the fault of the step: NOT_AUTHORISED, BROKER_UNAVAILABLE, TOPIC_UNAVAILABLE. */
export async function applyStep(step: Step, connection: AdminConnection): Promise<void> {
  switch (step.kind) {
    case 'create':
      return await create(step.wanted, connection);
    case 'add-partitions': {
      const topicPartitions = [{ topic: step.topic, count: step.to }];
      await connection.ask(step.topic, (admin) => admin.createPartitions({ topicPartitions }));
      return;
    }
    case 'set':
      return await set(step.topic, step.setting, step.to, connection);
    default:
      return step satisfies never;
  }
}

async function create(
  { name, partitions, replication, settings }: WantedTopic,
  { ask }: AdminConnection,
): Promise<void> {
  const topic = {
    topic: name,
    numPartitions: partitions,
    replicationFactor: replication ?? CLUSTER_DECIDES,
    configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
  };
  await ask(name, (admin) => admin.createTopics({ topics: [topic], waitForLeaders: false }));
}

/** kafkajs knows only the request that replaces all of a topic's own settings, so the others are sent along as they are. */
async function set(topic: string, setting: string, value: string, connection: AdminConnection): Promise<void> {
  const present = (await readSettings([topic], connection)).get(topic) ?? new Map();
  const own = [...present].flatMap(([name, { value: is, isOwn }]) => (isOwn ? [[name, is] as const] : []));
  const entries = new Map([...own, [setting, value]]);
  const configEntries = [...entries].map(([name, text]) => ({ name, value: text }));
  await connection.ask(topic, (admin) => {
    return admin.alterConfigs({ validateOnly: false, resources: [{ type: TOPIC, name: topic, configEntries }] });
  });
}
