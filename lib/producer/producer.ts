/** The port to Kafka for everything that writes records. Adapters: the embedded log, and kafkajs. */
import type { KafkaRecord, NewRecord } from '../kafka/record.ts';

export interface Producer {
  /**
   * Appends records in the order given and answers when all in-sync replicas have them, each with its place.
   * The partition is murmur2(key) mod the topic's partitions, as Kafka's default partitioner has it.
   * Errors: Fault BROKER_UNAVAILABLE, UNKNOWN_TOPIC. After an error some of the records may be there all the same.
   */
  publish(records: readonly NewRecord[]): Promise<KafkaRecord[]>;
  close(): Promise<void>;
}
