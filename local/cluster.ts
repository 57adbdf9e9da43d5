/** The embedded cluster: its topics as the catalogue has them, and what its events say of where they come from. */
import type { Topic } from '../lib/envelope/topic.ts';
import { defaultMaxMessageBytes } from '../lib/kafka/recordSize.ts';
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

const DAY_MS = 86_400_000;
/** A letter is its record and the story of the failure. */
const STORY_BYTES = 64 * 1024;

export function toTopicSettings({ name, partitions, retentionDays, deadLetterTopic }: Topic): TopicSettings {
  const storyBytes = deadLetterTopic === null ? STORY_BYTES : 0;
  return {
    name,
    partitions,
    retentionMs: retentionDays * DAY_MS,
    maxMessageBytes: defaultMaxMessageBytes + storyBytes,
  };
}
