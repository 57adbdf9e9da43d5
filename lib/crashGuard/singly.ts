/** A run after one that never answered: one record at a time, all partitions in one sequence, each noted first. */
import { toFault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { Outcome } from '../observability/signals.ts';
import { keepSuspicion, noteRecord, type Partition, RUNS_TO_PROVE, type Run } from './progressRows.ts';

export interface Steps {
  /** Handles a record, and says what became of it. */
  settle(record: KafkaRecord): Promise<Outcome>;
  /** Settles a record that is not to be handled: not even read, since that may be what ended the process. */
  giveUp(record: KafkaRecord): Promise<Outcome>;
  handBack(record: KafkaRecord): Outcome;
  laneOf(record: KafkaRecord): string;
  /** Whether enough of the invocation is left for another record. */
  canStart(): boolean;
  /** The partition is done: its row no longer tells of this run. */
  close(partition: Partition): Promise<void>;
}

/** Answers what goes back. What earlier runs ended at is given up first: nothing in this run may end before that. */
export async function settleSingly(
  partitions: readonly Partition[],
  steps: Steps,
  run: Run,
): Promise<readonly KafkaRecord[]> {
  const outcomes = new Map<KafkaRecord, Outcome>();
  for (const culprit of partitions.flatMap((partition) => culpritOf(partition) ?? [])) {
    outcomes.set(culprit, await steps.giveUp(culprit));
  }
  const handedBack: KafkaRecord[] = [];
  for (const partition of partitions) {
    const rest = await settlePartition(partition, outcomes, steps, run);
    handedBack.push(...rest);
    await finish(partition, rest, steps, run);
  }
  return handedBack;
}

/** Answers what goes back: as in lanes, whatever stands behind such a record, too. */
async function settlePartition(
  partition: Partition,
  settled: ReadonlyMap<KafkaRecord, Outcome>,
  { settle, handBack, laneOf, canStart }: Steps,
  run: Run,
): Promise<KafkaRecord[]> {
  const rest: KafkaRecord[] = [];
  const blocked = new Set<string>();
  let isOurs = true;
  for (const record of partition.records) {
    const lane = laneOf(record);
    let outcome = settled.get(record);
    if (outcome === undefined && isOurs && !blocked.has(lane) && canStart()) {
      isOurs = await note(partition, record, run);
      if (isOurs) outcome = await settle(record);
    }
    outcome ??= handBack(record);
    if (outcome !== 'handed-back') continue;
    rest.push(record);
    blocked.add(lane);
  }
  return rest;
}

/** A record that can't be noted is not handled: if it ended this run, nobody would know. */
async function note(partition: Partition, record: KafkaRecord, run: Run): Promise<boolean> {
  try {
    return await noteRecord(partition, record, run);
  } catch (error) {
    run.engine.log.warn('progress.unwritten', { row: partition.row.pk, error: toFault(error).message });
    return false;
  }
}

/** Where time ran out, the record that is looked for may be among the rest. */
async function finish(partition: Partition, rest: KafkaRecord[], steps: Steps, run: Run): Promise<void> {
  if (!partition.isSuspicious || rest.length === 0) return await steps.close(partition);
  await keepSuspicion(partition, rest, run).catch(() => steps.close(partition));
}

/** The record that ended earlier runs, where that is proved. */
function culpritOf({ suspect }: Partition): KafkaRecord | undefined {
  return suspect && suspect.runs >= RUNS_TO_PROVE ? suspect.record : undefined;
}
