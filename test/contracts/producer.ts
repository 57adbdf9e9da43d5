/** The contract of every producer, over the embedded log or Apache Kafka: named cases, run by the test of each adapter. */
import type { ProducerUnderTest } from './producer/given.ts';
import { keeping } from './producer/keeping.ts';
import { placing } from './producer/placing.ts';
import { refusing } from './producer/refusing.ts';

export function producerContract(given: ProducerUnderTest): void {
  placing(given);
  keeping(given);
  refusing(given);
}
