/** A cluster's metadata: its brokers, its topics, and who leads which partition. */
import type { metadataV12, Broker as Node } from '@platformatic/kafka';
import { Fault } from '../../../lib/errors/fault.ts';

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

export function toClusterView(answer: Awaited<ReturnType<typeof metadataV12.api.async>>): ClusterView {
  const nodes = new Map(answer.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]));
  const controller = nodes.get(answer.controllerId) ?? nodes.values().next().value;
  if (!controller) throw new Fault('BROKER_UNAVAILABLE', 'the cluster names none of its brokers');
  const views = answer.topics.flatMap(({ name, isInternal, partitions }) => {
    if (!name || isInternal) return [];
    const leaders: TopicView['leaders'] = [];
    for (const { partitionIndex, leaderId } of partitions) leaders[partitionIndex] = nodes.get(leaderId);
    return [[name, { name, leaders }] as const];
  });
  return { controller, topics: new Map(views) };
}
