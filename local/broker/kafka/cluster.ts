/** A Kafka cluster as the adapter sees it: who leads which partition, who coordinates which group, and how to ask them. */
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '../../../lib/errors/fault.ts';
import { kafkaErrorName, kafkaFault } from './faults.ts';
import { type Connection, ConnectionPool, findCoordinatorV4, metadataV12, type Node } from './protocol.ts';

export interface TopicView {
  name: string;
  /** By partition; undefined as long as a partition has no leader. */
  leaders: (Node | undefined)[];
}

export interface ClusterView {
  controller: Node;
  /** By name, without Kafka's own. */
  topics: Map<string, TopicView>;
}

/** One kind of request in one version. */
export interface Api<Args extends unknown[], Answer> {
  async(connection: Connection, ...args: Args): Promise<Answer>;
}

export interface Cluster {
  /** As it was last seen. */
  view(): Promise<ClusterView>;
  refresh(): Promise<ClusterView>;
  /** Fault UNKNOWN_TOPIC, after having looked anew. */
  topic(name: string, partition?: number): Promise<TopicView>;
  coordinator(group: string): Promise<Node>;
  ask<Args extends unknown[], Answer>(node: Node, api: Api<Args, Answer>, ...args: Args): Promise<Answer>;
  close(): Promise<void>;
}

export const requestLimitMs = 10_000;
const connectLimitMs = 3_000;
/** Requests on their way on one connection; the broker answers them one after the other all the same. */
const maxInflights = 1_000;

export function openPool(clientId: string): ConnectionPool {
  return new ConnectionPool(clientId, {
    connectTimeout: connectLimitMs,
    requestTimeout: requestLimitMs,
    maxInflights,
  });
}

/** Connects at the first request. `brokers` are those asked first; the others become known from them. */
export function openCluster(brokers: readonly Node[], clientId: string): Cluster {
  const pool = openPool(clientId);
  let seen: Promise<ClusterView> | undefined;
  const coordinators = new Map<string, Promise<Node>>();

  async function ask<Args extends unknown[], Answer>(node: Node, api: Api<Args, Answer>, ...args: Args) {
    try {
      return await api.async(await connectionTo(node, pool), ...args);
    } catch (error) {
      // Whoever led or coordinated may not do so any more.
      seen = undefined;
      coordinators.clear();
      throw kafkaFault(error, `Kafka at ${node.host}:${node.port}`);
    }
  }

  async function look(): Promise<ClusterView> {
    let failure: unknown;
    for (const node of brokers) {
      try {
        return toView(await ask(node, metadataV12.api, null, false, false));
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  const refresh = () => {
    const looking = look();
    seen = looking;
    return looking;
  };
  const view = () => seen ?? refresh();
  return {
    view,
    refresh,
    ask,
    async topic(name, partition = 0) {
      const known = (await view()).topics.get(name);
      if (known && partition < known.leaders.length) return known;
      const found = (await refresh()).topics.get(name);
      if (!found) throw new Fault('UNKNOWN_TOPIC', `${name}; nobody creates topics by using them`);
      if (partition < found.leaders.length) return found;
      throw new Fault('UNKNOWN_TOPIC', `${name}-${partition}: it has ${found.leaders.length} partitions`);
    },
    coordinator(group) {
      const asked = coordinators.get(group) ?? persistently(async () => await coordinatorOf(group, await view(), ask));
      coordinators.set(group, asked);
      asked.catch(() => coordinators.delete(group));
      return asked;
    },
    close: () => pool.close(),
  };
}

/** An error after it was connected is told to the requests on their way; nobody else needs it. */
async function connectionTo(node: Node, pool: ConnectionPool): Promise<Connection> {
  const connection = await pool.get(node);
  if (connection.listenerCount('error') < 2) connection.on('error', () => undefined);
  return connection;
}

async function coordinatorOf(group: string, { controller }: ClusterView, ask: Cluster['ask']): Promise<Node> {
  const { coordinators } = await ask(controller, findCoordinatorV4.api, 0, [group]);
  const [found] = coordinators;
  if (!found) throw new Fault('BROKER_UNAVAILABLE', `no coordinator for the group ${group}`);
  return { host: found.host, port: found.port };
}

function toView({ brokers, controllerId, topics }: Awaited<ReturnType<typeof metadataV12.api.async>>): ClusterView {
  const nodes = new Map(brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
  const controller = nodes.get(controllerId) ?? nodes.values().next().value;
  if (!controller) throw new Fault('BROKER_UNAVAILABLE', 'the cluster names none of its brokers');
  const own = topics.filter(({ name, isInternal }) => name !== null && !isInternal);
  const views = own.map(({ name, partitions }): [string, TopicView] => {
    const leaders: TopicView['leaders'] = [];
    for (const { partitionIndex, leaderId } of partitions) leaders[partitionIndex] = nodes.get(leaderId);
    return [String(name), { name: String(name), leaders }];
  });
  return { controller, topics: new Map(views) };
}

/** What passes by itself: a leader or coordinator that is being chosen, or that is loading what it will answer from. */
const passing = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
]);
const patienceMs = 8_000;

/** Asks again for a while where the broker itself says that the reason will pass; `also` are further such names. */
export async function persistently<T>(work: () => Promise<T>, also: readonly string[] = []): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ; await delay(25)) {
    try {
      return await work();
    } catch (error) {
      const name = kafkaErrorName(error) ?? '';
      if (!(passing.has(name) || also.includes(name)) || Date.now() > deadline) throw error;
    }
  }
}
