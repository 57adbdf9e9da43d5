/** The embedded cluster: its topics as the catalogue has them, and what its events say of where they come from. */
import type { Topic } from '../lib/envelope/topic.ts';
import { maxMessageBytesOf, retentionMsOf } from '../lib/kafkaAdmin/wanted.ts';
import type { EventSource } from '../lib/msk/mskEvent.ts';
import type { TopicSettings } from './broker/broker.ts';

export const localCluster: EventSource = {
  arn: 'arn:aws:kafka:us-east-1:000000000000:cluster/local/00000000-0000-4000-8000-000000000000-1',
  bootstrapServers: '127.0.0.1:40093',
};

/** The same cluster where its clients find it; null is nowhere, and the documents' own address stands for it. */
export function clusterAt(brokers: readonly string[] | null): EventSource {
  return brokers ? { ...localCluster, bootstrapServers: brokers.join(',') } : localCluster;
}

export function toTopicSettings(topic: Topic): TopicSettings {
  const { name, partitions } = topic;
  return { name, partitions, retentionMs: retentionMsOf(topic), maxMessageBytes: maxMessageBytesOf(topic) };
}
