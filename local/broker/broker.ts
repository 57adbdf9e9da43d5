/** The port to a whole Kafka broker, as the local stack uses one. Adapters: the embedded log, and Apache Kafka. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import type { PlacedRecord } from '../../lib/producer/embeddedLog.ts';
import type { Producer } from '../../lib/producer/producer.ts';

export interface TopicSettings {
  name: string;
  partitions: number;
  /** -1 keeps records for ever, as in Kafka. */
  retentionMs: number;
  maxMessageBytes: number;
}

/**
 * `records` counts the offsets that are in the topic now, not those that ever were. Control markers and the records of
 * aborted transactions have offsets too, so a topic with transactions counts more than can be read.
 */
export interface TopicSummary {
  name: string;
  partitions: number;
  records: number;
}

/** `start` is the first offset kept; `end` the next one to be given away, or the first record of an open transaction. */
export interface PartitionBounds {
  partition: number;
  start: number;
  end: number;
}

/** The next offset to read: the last one done, plus one. */
export interface GroupOffset {
  partition: number;
  offset: number;
}

/**
 * `lag` is `end - committed`, as Kafka's own tools have it: what retention removed unread counts too. It is 0 where a
 * group that reads uncommitted records is beyond `end`.
 */
export interface GroupPosition {
  group: string;
  topic: string;
  partition: number;
  committed: number;
  end: number;
  lag: number;
}

/** Records in offset order, and where the next page begins. */
export interface RecordPage {
  records: KafkaRecord[];
  /** Beyond these records, and beyond the control markers and aborted records that follow them as far as was read. */
  next: number;
}

/**
 * Reads as a consumer with `isolation.level=read_committed` does, for Lambda's pollers do not deliver what is aborted:
 * records of aborted transactions are never seen, those of open ones, and all that follows, not yet.
 * Errors of all methods that name a topic: Fault UNKNOWN_TOPIC; of all methods: BROKER_UNAVAILABLE.
 */
export interface Broker extends Producer {
  /**
   * Brings topics to these settings: creates, grows, changes limits. As in Kafka partitions are never taken away (an
   * Error says so), and records stay where they are when a topic grows, so keys move.
   */
  createTopics(topics: readonly TopicSettings[]): Promise<void>;
  /** By name. */
  topics(): Promise<TopicSummary[]>;
  /** Publishes as the producer does, but a record may name its partition and time. */
  publish(records: readonly PlacedRecord[], signal?: AbortSignal): Promise<KafkaRecord[]>;
  /**
   * A page in offset order, up to `max`, but at least one record if there is one, however large. Below the log start it
   * begins at the log start (the first record's offset tells); at the end or beyond it is empty.
   */
  fetch(
    topic: string,
    partition: number,
    fromOffset: number,
    max: { records: number; bytes: number },
  ): Promise<KafkaRecord[]>;
  /** Reads a page as `fetch` does. An empty page whose `next` is beyond `fromOffset` has passed over offsets that hold no record. */
  page(
    topic: string,
    partition: number,
    fromOffset: number,
    max: { records: number; bytes: number },
  ): Promise<RecordPage>;
  /** By partition. */
  offsets(topic: string): Promise<PartitionBounds[]>;
  /** The first offset with this timestamp or a later one; the end if there is none. */
  offsetAt(topic: string, partition: number, timestampMs: number): Promise<number>;
  /** Takes any offset, also an earlier one: that is how a group is set back. */
  commit(group: string, topic: string, offsets: readonly GroupOffset[]): Promise<void>;
  /** By partition, only those with a commit. */
  committed(group: string, topic: string): Promise<GroupOffset[]>;
  /** By group, topic and partition, only those with a commit. */
  groups(): Promise<GroupPosition[]>;
  /** Removes what is older than each topic's retention, up to the first younger record of a partition; answers how many. */
  applyRetention(): Promise<number>;
  /** `listener` is called soon after anybody appended, now and then without cause. Answers how to stop it. */
  onAppend(listener: () => void): () => void;
}
