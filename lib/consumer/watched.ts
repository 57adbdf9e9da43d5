/** A batch under progress rows, so that a record that ends this process is found. */
import type { KafkaRecord } from '../kafka/record.ts';
import { closePartition, type LeftOpen, openRows } from './openRows.ts';
import type { Partition, Run } from './progressRows.ts';
import { type Steps, settleSingly } from './singly.ts';

interface Ways extends Omit<Steps, 'close'> {
  /** Settles all; answers how many go back. */
  sideBySide(): Promise<number>;
}

/** Answers how many go back. Without its rows a batch is not begun: the store is down, or another worker is at it. */
export async function settleWatched(
  records: readonly KafkaRecord[],
  { sideBySide, ...steps }: Ways,
  run: Run & { leftOpen?: LeftOpen },
): Promise<number> {
  const leftOpen = run.leftOpen ?? [];
  const partitions = await openRows(records, run, leftOpen);
  if (!partitions) return records.map(steps.handBack).length;
  const close = (partition: Partition) => closePartition(partition, run, leftOpen);
  if (partitions.some(({ isSuspicious }) => isSuspicious)) {
    return await settleSingly(partitions, { ...steps, close }, run);
  }
  try {
    return await sideBySide();
  } finally {
    await Promise.all(partitions.map(close));
  }
}
