/** Settles a batch after a run that never answered: one record at a time, partition after partition, each noted first. */
import { toFault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { Outcome } from '../observability/signals.ts';
import { reportUntouched, TOO_LATE } from '../outcomes/report.ts';
import type { BatchSteps } from './batchSteps.ts';
import type { Guard } from './openRows.ts';
import { keepSuspicion, noteRecord, type OpenRun, type Partition, RUNS_TO_PROVE } from './progressRows.ts';

/**
 * Returns the records that go back to Lambda. The records that earlier runs ended at are given up first, before anything
 * else can end this run too.
 */
export async function settleSingly(
  { partitions, close }: Guard,
  steps: BatchSteps,
  run: OpenRun,
): Promise<readonly KafkaRecord[]> {
  const outcomes = new Map<KafkaRecord, Outcome>();
  for (const culprit of partitions.flatMap((partition) => culpritOf(partition) ?? [])) {
    outcomes.set(culprit, await steps.giveUp(culprit));
  }
  const handedBack: KafkaRecord[] = [];
  for (const partition of partitions) {
    const rest = await settlePartition(partition, outcomes, steps, run);
    handedBack.push(...rest);
    await finish(partition, rest, close, run);
  }
  return handedBack;
}

/** Returns the records that go back: as in lanes, also every record behind one that goes back. */
async function settlePartition(
  partition: Partition,
  settled: ReadonlyMap<KafkaRecord, Outcome>,
  { settleAlone, laneOf, canStart }: BatchSteps,
  run: OpenRun,
): Promise<KafkaRecord[]> {
  const rest: KafkaRecord[] = [];
  const blocked = new Set<string>();
  let isOurs = true;
  for (const record of partition.records) {
    const lane = laneOf(record);
    let outcome = settled.get(record);
    if (outcome === undefined && isOurs && !blocked.has(lane) && canStart()) {
      isOurs = await note(partition, record, run);
      if (isOurs) outcome = await settleAlone(record);
    }
    outcome ??= reportUntouched(
      record,
      blocked.has(lane) ? 'one of its lane before it goes back' : NOT_BEGUN,
      run.engine,
    );
    if (outcome !== 'handed-back') continue;
    rest.push(record);
    blocked.add(lane);
  }
  return rest;
}

/** The log says which of them it was: `progress.unwritten`. */
const NOT_BEGUN = `${TOO_LATE}, or its progress could not be noted`;

/** A record that can't be noted is not handled: if it ended this run, nobody would know. */
async function note(partition: Partition, record: KafkaRecord, run: OpenRun): Promise<boolean> {
  try {
    return await noteRecord(partition, record, run);
  } catch (error) {
    run.engine.log.warn('progress.unwritten', { row: partition.row.pk, error: toFault(error).message });
    return false;
  }
}

/** The suspicion stays on the rest: where time ran out, the record that ended the earlier run may be among it. */
async function finish(
  partition: Partition,
  rest: readonly KafkaRecord[],
  close: Guard['close'],
  run: OpenRun,
): Promise<void> {
  if (!partition.isSuspicious || rest.length === 0) return await close(partition);
  await keepSuspicion(partition, rest, run).catch(() => close(partition));
}

/** The record that ended earlier runs, where that is proved. */
function culpritOf({ suspect }: Partition): KafkaRecord | undefined {
  return suspect && suspect.runs >= RUNS_TO_PROVE ? suspect.record : undefined;
}
