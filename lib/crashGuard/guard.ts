/** Guards a batch by progress rows, so that a record that ends this process is found by the next run. */
import type { KafkaRecord } from '../kafka/record.ts';
import type { BatchSteps } from './batchSteps.ts';
import { closePartition, type Guard, type LeftOpen, openRows } from './openRows.ts';
import type { OpenRun } from './progressRows.ts';
import { settleSingly } from './singly.ts';

export interface GuardedRun extends OpenRun {
  /** Kept by the environment from one invocation to the next. Without it, a row that can't be closed looks like a crash. */
  leftOpen?: LeftOpen;
}

/**
 * Takes the progress rows of the batch. null: the store is down or another worker is at this batch, which then must not be
 * begun. A replay takes no rows, because nobody repeats it when its process ends.
 */
export async function openGuard(records: readonly KafkaRecord[], run: GuardedRun): Promise<Guard | null> {
  if (run.invocation.isReplay) return { partitions: [], close: async () => undefined };
  const { leftOpen = [] } = run;
  const partitions = await openRows(records, run, leftOpen);
  return partitions && { partitions, close: (partition) => closePartition(partition, run, leftOpen) };
}

/** Runs the steps, one record at a time where an earlier run never answered. Returns the records that go back to Lambda. */
export async function runGuarded(
  guard: Guard | null,
  steps: BatchSteps,
  run: OpenRun,
): Promise<readonly KafkaRecord[]> {
  if (!guard) return await steps.settleSideBySide();
  const { partitions, close } = guard;
  if (partitions.some(({ isSuspicious }) => isSuspicious)) return await settleSingly(guard, steps, run);
  try {
    return await steps.settleSideBySide();
  } finally {
    await Promise.all(partitions.map(close));
  }
}
