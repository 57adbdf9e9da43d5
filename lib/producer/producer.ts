/** The port to Kafka for everything that writes records. Adapters: the embedded log, and kafkajs. */
import type { Fault } from '../errors/fault.ts';
import type { KafkaRecord, NewRecord } from '../kafka/record.ts';

export interface Producer {
  /**
   * Appends records in the order given and answers when all in-sync replicas have them, each with its place.
   * The partition is murmur2(key) mod the topic's partitions, as Kafka's default partitioner has it.
   * Once `signal` is aborted it fails with Fault TIMED_OUT, and nothing is sent any more that has not left by then.
   * Other errors: Fault BROKER_UNAVAILABLE, TOPIC_UNAVAILABLE, NOT_AUTHORISED, UNKNOWN_TOPIC, CLOCK_REFUSED,
   * RECORD_TOO_LARGE, RECORD_REFUSED.
   * After an error some of the records may be there all the same.
   */
  publish(records: readonly NewRecord[], signal?: AbortSignal): Promise<KafkaRecord[]>;
  /** The fault that publishing would be refused with right now, before anything is tried; null when it would be tried. */
  refusal?(): Fault | null;
  /** Its topic, and the partition where that is known by now: what shares it shares TOPIC_UNAVAILABLE. */
  placeOf?(record: NewRecord): string;
  close(): Promise<void>;
}
