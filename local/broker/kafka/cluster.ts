/** A Kafka cluster as the adapter sees it: who leads which partition, who coordinates which group, and how to ask them. */

import {
  type Connection,
  ConnectionPool,
  findCoordinatorV4,
  metadataV12,
  type Broker as Node,
} from '@platformatic/kafka';
import { Fault } from '../../../lib/errors/fault.ts';
import { type ClusterView, type TopicView, toClusterView } from './clusterView.ts';
import { kafkaFault } from './faults.ts';
import { persistently } from './patience.ts';

/** One kind of request in one version. */
export interface Api<Args extends unknown[], Answer> {
  async(connection: Connection, ...args: Args): Promise<Answer>;
}

export interface Cluster {
  /** The cluster as it was last seen. */
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

/** `127.0.0.1:9092`, `[::1]:9092`; undefined when it is neither. */
export function toNode(address: string): Node | undefined {
  const [, bracketed, host = bracketed, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(address) ?? [];
  return host === undefined ? undefined : { host, port: Number(port) };
}

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
        return toClusterView(await ask(node, metadataV12.api, null, false, false));
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
      return existing((await refresh()).topics.get(name), name, partition);
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

function existing(topic: TopicView | undefined, name: string, partition: number): TopicView {
  if (!topic) throw new Fault('UNKNOWN_TOPIC', `${name}; nobody creates topics by using them`);
  if (partition < topic.leaders.length) return topic;
  throw new Fault('UNKNOWN_TOPIC', `${name}-${partition}: it has ${topic.leaders.length} partitions`);
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
