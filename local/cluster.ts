/** The embedded cluster: its topics as the catalogue has them, and what its events say of where they come from. */
import type { Topic } from '../lib/envelope/topic.ts';
import { prefixed } from '../lib/kafka/topicPrefix.ts';
import { maxMessageBytesOf, retentionMsOf } from '../lib/kafkaAdmin/wanted.ts';
import type { EventSource } from '../lib/msk/mskEvent.ts';
import type { TopicSettings } from './broker/broker.ts';
import { UsageError } from './usageError.ts';

export const localCluster: EventSource = {
  arn: 'arn:aws:kafka:us-east-1:000000000000:cluster/local/00000000-0000-4000-8000-000000000000-1',
  bootstrapServers: '127.0.0.1:40093',
};

/** The same cluster where its clients find it; null is nowhere, and the documents' own address stands for it. */
export function clusterAt(brokers: readonly string[] | null): EventSource {
  return brokers ? { ...localCluster, bootstrapServers: brokers.join(',') } : localCluster;
}

/** The catalogue's topics by their names on the cluster. UsageError where one's own name begins with the prefix. */
export function topicsOnCluster(topics: readonly Topic[], prefix: string): Topic[] {
  try {
    return prefixed(prefix, topics);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

export function toTopicSettings(topic: Topic): TopicSettings {
  const { name, partitions } = topic;
  return { name, partitions, retentionMs: retentionMsOf(topic), maxMessageBytes: maxMessageBytesOf(topic) };
}
