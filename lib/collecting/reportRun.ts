/** Tells what became of the records of a run. Each function answers which of them go back. */

import type { Engine } from '../connect/engine.ts';
import { type Fault, needsPerson } from '../errors/fault.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Outcome } from '../observability/signals.ts';
import { toldOf } from '../observability/told.ts';
import { report, reportUntouched } from '../outcomes/report.ts';
import type { Settlement } from '../outcomes/result.ts';
import type { Verdict } from '../outcomes/verdict.ts';
import { type Collected, type CollectorWork, type Row, recordsOf } from './bookkeeping.ts';

/** The rows that were not new are duplicates; the time is shared among all. */
export function reportCollected(
  rows: readonly Row[],
  { fresh, earlier }: Collected,
  { attempts, startedMs, pausesMs }: { attempts: number; startedMs: number; pausesMs: number },
  { engine }: CollectorWork,
): KafkaRecord[] {
  const isFresh = new Set(fresh);
  const durationMs = (performance.now() - startedMs) / rows.length;
  for (const row of rows) {
    const done = row.reading.kind === 'ignored' ? 'ignored' : 'handled';
    const outcome: Outcome = isFresh.has(row) ? done : 'duplicate';
    const tries = outcome === 'handled' ? attempts : 0;
    const settlement = { outcome, attempts: tries, pausesMs, ...(earlier && { fault: earlier }) };
    report(row.record, row.reading, { ...settlement, durationMs }, engine);
  }
  return [];
}

/** The last of the rows is the one that was to be buried; those before it tell of nothing that is collected here. */
export function reportBuried(rows: readonly Row[], settlement: Settlement, work: CollectorWork): KafkaRecord[] {
  if (settlement.outcome === 'handed-back') return reportAll(rows, settlement, work);
  for (const row of rows.slice(0, -1)) report(row.record, row.reading, { ...passedOver, durationMs: 0 }, work.engine);
  for (const row of rows.slice(-1)) report(row.record, row.reading, { ...settlement, durationMs: 0 }, work.engine);
  return [];
}

const passedOver: Settlement = { outcome: 'ignored', attempts: 0 };

export function handBack(rows: readonly Row[], reason: string, { engine }: CollectorWork): KafkaRecord[] {
  for (const { record } of rows) reportUntouched(record, reason, engine);
  return recordsOf(rows);
}

export function reportAll(rows: readonly Row[], settlement: Settlement, { engine }: CollectorWork): KafkaRecord[] {
  for (const { record, reading } of rows) report(record, reading, { ...settlement, durationMs: 0 }, engine);
  return recordsOf(rows);
}

interface FailedTry {
  attempts: number;
  fault: Fault;
  verdict: Verdict['do'];
}

/** One line a failed try of a run. */
export function tellFailure(
  records: readonly KafkaRecord[],
  { attempts, fault, verdict }: FailedTry,
  engine: Engine,
): void {
  const [first, last] = [records[0], records.at(-1)];
  const run = first && last && `${placeOf(first)}..${last.offset}`;
  const told = toldOf(fault, engine.seldom);
  const fields = { run, records: records.length, attempt: attempts, verdict, ...told };
  if (needsPerson(fault.code)) engine.log.error('collector.stopped', fields);
  else if (verdict === 'hand-back' && !told.stack) engine.log.debug('run.waits', fields);
  else engine.log.warn('run.failed', fields);
}
