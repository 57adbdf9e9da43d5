/** A topic as the catalogue wants it on a cluster: partitions, replicas, and the settings that keep what we promise. */
import type { Topic } from '../envelope/topic.ts';
import { defaultMaxMessageBytes } from '../kafka/recordSize.ts';

export interface WantedTopic {
  name: string;
  partitions: number;
  /** null: the cluster decides, as MSK Serverless does. */
  replication: number | null;
  /** Kafka's names of topic settings: https://kafka.apache.org/documentation/#topicconfigs */
  settings: Readonly<Record<string, string>>;
}

/** Restrictions of a cluster on its topics. */
export interface ClusterLimits {
  replication: number | null;
  /** Settings that the cluster keeps for itself. */
  left: readonly string[];
}

export const REPLICATION = 3;
const IN_SYNC = 2;
const DAY_MS = 86_400_000;
/** A letter is its record and the story of the failure. */
const STORY_BYTES = 64 * 1024;

export function retentionMsOf({ retentionDays }: Pick<Topic, 'retentionDays'>): number {
  return retentionDays * DAY_MS;
}

export function maxMessageBytesOf({ deadLetterTopic }: Pick<Topic, 'deadLetterTopic'>): number {
  return defaultMaxMessageBytes + (deadLetterTopic === null ? STORY_BYTES : 0);
}

/**
 * The broker stores what producers compress as it came; a topic whose readers all have one codec gets that codec for
 * what others send uncompressed, too.
 */
export function wantedTopic(topic: Topic, { replication, left }: ClusterLimits): WantedTopic {
  const settings = {
    'cleanup.policy': 'delete',
    'retention.ms': String(retentionMsOf(topic)),
    'max.message.bytes': String(maxMessageBytesOf(topic)),
    'compression.type': topic.compression === 'none' ? 'producer' : topic.compression,
    'min.insync.replicas': String(Math.min(IN_SYNC, replication ?? IN_SYNC)),
    'unclean.leader.election.enable': 'false',
  };
  const kept = Object.entries(settings).filter(([name]) => !left.includes(name));
  return { name: topic.name, partitions: topic.partitions, replication, settings: Object.fromEntries(kept) };
}

/** MSK Serverless takes these settings for no topic: https://docs.aws.amazon.com/msk/latest/developerguide/serverless-config.html */
const KEPT_BY_SERVERLESS = ['min.insync.replicas', 'unclean.leader.election.enable'];

/** Limits that a cluster’s addresses alone tell of; undefined where they don’t. */
export function serverlessLimits(brokers: readonly string[]): ClusterLimits | undefined {
  const isServerless = brokers.some((address) => address.includes('.kafka-serverless.'));
  return isServerless ? { replication: null, left: KEPT_BY_SERVERLESS } : undefined;
}
