/** The records of a batch, partition by partition. */
import type { KafkaRecord } from './record.ts';

/** Each partition's records, in the order of the batch. */
export function partitionsOf<R extends KafkaRecord>(records: readonly R[]): R[][] {
  const partitions = new Map<string, R[]>();
  let current: R[] = [];
  let before: R | undefined;
  for (const record of records) {
    if (record.partition !== before?.partition || record.topic !== before.topic) {
      const name = `${record.topic}-${record.partition}`;
      current = partitions.get(name) ?? [];
      partitions.set(name, current);
    }
    before = record;
    current.push(record);
  }
  return [...partitions.values()];
}
