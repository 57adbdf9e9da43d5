/** The topics of a Kafka cluster: created, grown, changed, listed. */
import {
  ConfigResourceTypes,
  createPartitionsV3,
  createTopicsV7,
  IncrementalAlterConfigOperationTypes,
  incrementalAlterConfigsV1,
} from '@platformatic/kafka';
import { Fault } from '../../../lib/errors/fault.ts';
import type { TopicSettings, TopicSummary } from '../broker.ts';
import { type Cluster, requestLimitMs } from './cluster.ts';
import type { TopicView } from './clusterView.ts';
import type { Offsets } from './offsets.ts';
import { delay, persistently } from './patience.ts';

/** The wait for new topics, as long as Kafka may take to start: on a busy machine its broker loads new partitions for longer than anybody asks. */
const startPatienceMs = 60_000;
/** The cluster's own default. */
const DEFAULT_REPLICATION = -1;

/** `isOurs`: topics of others are used as they are. */
export function openTopics(cluster: Cluster, offsets: Offsets, isOurs: boolean) {
  async function create(wanted: readonly TopicSettings[]): Promise<void> {
    const { topics } = await cluster.refresh();
    const existing = wanted.flatMap((topic) => {
      const view = topics.get(topic.name);
      return view ? [{ topic, has: view.leaders.length }] : [];
    });
    if (isOurs) {
      for (const { topic, has } of existing) refuseShrinking(topic, has);
      const grown = existing.filter(({ topic, has }) => topic.partitions > has).map(({ topic }) => topic);
      await grow(grown, cluster);
      await changeSettings(
        existing.map(({ topic }) => topic),
        cluster,
      );
    }
    const missing = wanted.filter(({ name }) => !topics.has(name));
    await createMissing(missing, cluster);
    await untilLed(wanted);
  }

  /** A leader is known a moment before its broker answers for the partitions, and there may be none for a moment. */
  async function untilLed(wanted: readonly TopicSettings[]): Promise<void> {
    await untilAllLed(wanted, isOurs, cluster);
    const names = wanted.map(({ name }) => name);
    const patience = { also: ['UNKNOWN_TOPIC_OR_PARTITION'], patienceMs: startPatienceMs };
    await persistently(() => offsets.bounds(names), patience);
  }

  async function list(): Promise<TopicSummary[]> {
    const names = [...(await cluster.refresh()).topics.keys()].sort();
    const bounds = await offsets.bounds(names);
    return names.map((name) => {
      const partitions = bounds.get(name) ?? [];
      return {
        name,
        partitions: partitions.length,
        records: partitions.reduce((sum, { start, end }) => sum + end - start, 0),
      };
    });
  }

  return { create, list };
}

async function untilAllLed(wanted: readonly TopicSettings[], isOurs: boolean, cluster: Cluster): Promise<void> {
  for (const deadline = performance.now() + startPatienceMs; ; await delay(10)) {
    const { topics } = await cluster.refresh();
    const isLed = ({ name, partitions }: TopicSettings) => countLed(topics.get(name)) >= (isOurs ? partitions : 1);
    const leaderless = wanted.filter((topic) => !isLed(topic)).map(({ name }) => name);
    if (leaderless.length === 0) return;
    if (performance.now() > deadline)
      throw new Fault('TOPIC_UNAVAILABLE', `no leader after ${startPatienceMs / 1000} s: ${leaderless.join(', ')}`);
  }
}

async function createMissing(topics: readonly TopicSettings[], cluster: Cluster): Promise<void> {
  if (topics.length === 0) return;
  const requests = topics.map((topic) => ({
    name: topic.name,
    numPartitions: topic.partitions,
    replicationFactor: DEFAULT_REPLICATION,
    assignments: [],
    configs: settingsOf(topic),
  }));
  const { controller } = await cluster.view();
  await cluster.ask(controller, createTopicsV7.api, requests, requestLimitMs, false);
}

async function grow(topics: readonly TopicSettings[], cluster: Cluster): Promise<void> {
  if (topics.length === 0) return;
  const requests = topics.map(({ name, partitions }) => ({ name, count: partitions, assignments: null }));
  const { controller } = await cluster.view();
  await cluster.ask(controller, createPartitionsV3.api, requests, requestLimitMs, false);
}

async function changeSettings(topics: readonly TopicSettings[], cluster: Cluster): Promise<void> {
  if (topics.length === 0) return;
  const resources = topics.map((topic) => ({
    resourceType: ConfigResourceTypes.TOPIC,
    resourceName: topic.name,
    configs: settingsOf(topic).map((one) => ({ ...one, configOperation: IncrementalAlterConfigOperationTypes.SET })),
  }));
  const { controller } = await cluster.view();
  await cluster.ask(controller, incrementalAlterConfigsV1.api, resources, false);
}

function settingsOf({ retentionMs, maxMessageBytes }: TopicSettings) {
  return [
    { name: 'retention.ms', value: String(retentionMs) },
    { name: 'max.message.bytes', value: String(maxMessageBytes) },
  ];
}

function refuseShrinking({ name, partitions }: TopicSettings, existing: number): void {
  if (existing <= partitions) return;
  throw new Error(`topic ${name} has ${existing} partitions and ${partitions} are asked for: Kafka takes none away`);
}

function countLed(view: TopicView | undefined): number {
  return view?.leaders.filter((leader) => leader !== undefined).length ?? 0;
}
