/** The start of each case of the producer contract. */
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import type { Producer } from '../../../lib/producer/producer.ts';

export interface ProducerUnderTest {
  producer: () => Producer;
  /** A new topic, of 3 partitions and Kafka's own limit unless said; answers its name. */
  topic: (settings?: { partitions?: number; maxMessageBytes?: number }) => Promise<string>;
  /** All that stands on a topic, partition by partition. */
  read: (topic: string) => Promise<KafkaRecord[]>;
}
