/** Where the partitions of a topic begin and end. */
import type { AdminConnection } from './admin.ts';

export interface PartitionBounds {
  partition: number;
  /** The first offset kept. */
  start: number;
  /** The next offset to be given away. */
  end: number;
}

/** By partition. Fault UNKNOWN_TOPIC. */
export async function partitionBounds(topic: string, { ask }: AdminConnection): Promise<PartitionBounds[]> {
  const found = await ask(topic, (admin) => admin.fetchTopicOffsets(topic));
  return found
    .map(({ partition, low, high }) => ({ partition, start: Number(low), end: Number(high) }))
    .sort((a, b) => a.partition - b.partition);
}
