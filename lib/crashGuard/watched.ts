/** A batch under progress rows, so that a record that ends this process is found. */
import { toFault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { Outcome } from '../observability/signals.ts';
import { closePartition, type LeftOpen, openRows } from './openRows.ts';
import type { Partition, Run } from './progressRows.ts';
import { type Steps, settleSingly } from './singly.ts';

export interface Ways extends Omit<Steps, 'close' | 'handBack'> {
  /** Settles all; answers what goes back. */
  sideBySide(): Promise<readonly KafkaRecord[]>;
}

interface Watching {
  /** Called once the rows are ours. */
  begin(): Promise<Ways>;
  handBack(record: KafkaRecord): Outcome;
}

/** Answers what goes back. Without its rows a batch is not begun: the store is down, or another worker is at it. */
export async function settleWatched(
  records: readonly KafkaRecord[],
  watching: Watching,
  run: Run & { leftOpen?: LeftOpen },
): Promise<readonly KafkaRecord[]> {
  const { handBack } = watching;
  const leftOpen = run.leftOpen ?? [];
  const partitions = await openRows(records, run, leftOpen);
  if (!partitions) return handBackAll(records, handBack);
  const close = (partition: Partition) => closePartition(partition, run, leftOpen);
  const ways = await beginOrHandBack(records, watching, run);
  if (partitions.some(({ isSuspicious }) => isSuspicious)) {
    return await settleSingly(partitions, { ...ways, handBack, close }, run);
  }
  try {
    return await ways.sideBySide();
  } finally {
    await Promise.all(partitions.map(close));
  }
}

function handBackAll(records: readonly KafkaRecord[], handBack: Watching['handBack']): readonly KafkaRecord[] {
  for (const record of records) handBack(record);
  return records;
}

/** What earlier runs left is looked at first: without that, nothing is started. */
export async function beginOrHandBack(
  records: readonly KafkaRecord[],
  { begin, handBack }: Watching,
  { engine }: Run,
): Promise<Ways> {
  try {
    return await begin();
  } catch (error) {
    const { code, message } = toFault(error);
    engine.log.warn('batch.not-begun', { errorCode: code, error: message });
    return {
      sideBySide: async () => handBackAll(records, handBack),
      settle: async (record) => handBack(record),
      giveUp: async (record) => handBack(record),
      laneOf: () => '',
      canStart: () => false,
    };
  }
}
