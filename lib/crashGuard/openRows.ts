/** The progress rows of a whole run: all taken before it, and closed by its answer, or else by the environment's next run. */

import { toFault } from '../errors/fault.ts';
import { partitionsOf } from '../kafka/partitions.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { Progress } from '../tables/progress.ts';
import { closeRow, type OpenRun, openRow, type Partition } from './progressRows.ts';

/**
 * Rows that an environment could not close when it answered, kept from one invocation to the next: a close that failed
 * must not look like a crash. Where another environment comes first, it costs that one a run one record at a time.
 */
export type LeftOpen = Progress[];

/** The partitions of a batch whose progress rows this run holds. */
export interface Guard {
  partitions: readonly Partition[];
  close(partition: Partition): Promise<void>;
}

/**
 * Takes the rows of all partitions, in one transaction where nothing stands in the way. null: they can't be had, and
 * what can't be watched is not begun. One written without an answer costs the next run that it goes one at a time, no
 * more: taking a row adds nothing to what it counts.
 */
export async function openRows(
  records: readonly KafkaRecord[],
  run: OpenRun,
  leftOpen: LeftOpen,
): Promise<Partition[] | null> {
  try {
    await closeLeftOpen(leftOpen, run);
    const opening = await Promise.allSettled(partitionsOf(records).map((own) => openRow(own, run)));
    const opened = opening.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = opening.find((one) => one.status === 'rejected');
    if (!failed) return opened;
    for (const partition of opened) await closePartition(partition, run, leftOpen);
    throw failed.reason;
  } catch (error) {
    const { code, message } = toFault(error);
    run.engine.log.warn('progress.unopened', { errorCode: code, error: message });
    return null;
  }
}

/** Never throws: the records are settled, whatever becomes of the row. */
export async function closePartition({ row }: Partition, run: OpenRun, leftOpen: LeftOpen): Promise<void> {
  try {
    await closeRow(row, run.engine);
  } catch (error) {
    leftOpen.push(row);
    run.engine.log.warn('progress.unclosed', { row: row.pk, error: toFault(error).message });
  }
}

/** Taken out first: a local stack runs several invocations of one environment side by side. */
async function closeLeftOpen(leftOpen: LeftOpen, { engine }: OpenRun): Promise<void> {
  const left = leftOpen.splice(0);
  try {
    await Promise.all(left.map((row) => closeRow(row, engine)));
  } catch (error) {
    leftOpen.push(...left);
    throw error;
  }
}
