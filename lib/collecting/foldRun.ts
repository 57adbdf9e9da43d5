/** Folds a run once and commits it, in one transaction with the write that says it is settled. */

import { checkAnswer, checkLoads } from '../commit/answers.ts';
import { carryOutPlan, planOf } from '../commit/carryOut.ts';
import { type Commit, commit } from '../commit/commit.ts';
import { load } from '../commit/load.ts';
import type { Obstacles } from '../commit/obstacles.ts';
import { decisionContextOf, drainConnectionsOf } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import { type Finding, findingOf } from '../failures/faultyCode.ts';
import { headerText } from '../kafka/record.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';
import { continueTrace, type Trace } from '../observability/trace.ts';
import { drainSoon } from '../outbox/drainSoon.ts';
import { sum } from '../store/merging.ts';
import { identityOf } from '../store/refs.ts';
import type { Add, Put, Write } from '../store/store.ts';
import type { CollectorWork, Row } from './bookkeeping.ts';
import type { CollectedEvent, Run } from './fold.ts';

/** The digits of the largest whole number that JavaScript holds exactly: offsets in names are padded to it, so that names sort by offset. */
const OFFSET_DIGITS = 16;

export interface Settling {
  /** The write that says that the run is settled. */
  put: Put;
  /** Where it is told what stood in the way. */
  obstacles: Obstacles;
}

/** False: another writer stood in the way, and nothing is written. Faults are the fold's, and those of the commit. */
export async function foldAndCommit(rows: readonly Row[], settling: Settling, work: CollectorWork): Promise<boolean> {
  const { engine } = work;
  const { store, objects } = engine.connections;
  const run = runOf(rows, work);
  // Where all are of other types, there is nothing to fold.
  const folded = run.events.length === 0 ? commit({}) : await fold(run, work);
  const planning = { trace: () => traceOf(rows), nowMs: engine.now(), newId: engine.newId };
  const plan = planOf({ ...folded, writes: summed(folded.writes) }, settling.put, planning);
  const { failures, rows: stored } = await carryOutPlan(plan, { store, objects });
  if (failures.length > 0) {
    settling.obstacles.meet(plan.writes, failures);
    return false;
  }
  await drainSoon(stored, drainConnectionsOf(engine), engine.settings.PUBLISH_LIMIT_MS);
  return true;
}

/** Folds one record by itself and plans what would be written, and writes nothing. */
export async function probeFold(
  record: ReceivedRecord,
  work: FoldWork & Pick<CollectorWork, 'read'>,
): Promise<Finding> {
  const row = { record, reading: work.read(record) };
  if (row.reading.kind !== 'message') return 'other';
  const { engine } = work;
  const planning = { trace: () => traceOf([row]), nowMs: engine.now(), newId: engine.newId };
  try {
    const folded = await fold(runOf([row], work), work);
    planOf({ ...folded, writes: summed(folded.writes) }, undefined, planning);
    return 'passed';
  } catch (error) {
    return findingOf(error);
  }
}

type FoldWork = Pick<CollectorWork, 'engine' | 'fold'>;

async function fold(run: Run, { engine, fold: given }: FoldWork): Promise<Commit> {
  const context = decisionContextOf(engine, `${run.topic}-${run.partition}`);
  const asked = (step: string) => () => ({
    name: `${engine.function}.${step}`,
    about: `${run.topic}-${run.partition}`,
  });
  const loads = given.load ? checkLoads(given.load(run, context), asked('load')) : {};
  const loaded = await load(loads, engine.connections.store);
  const folded = checkAnswer(given.fold(run, loaded, context), ['commit', 'refusal'], asked('fold'));
  if (folded.kind === 'refusal') throw new Fault('REFUSED', folded.detail);
  refuseMisuse(folded, run);
  return folded;
}

/** A faulty deployment: no record is to blame, and none is dead-lettered for it. */
function refuseMisuse({ once, objects }: Commit, run: Run): void {
  if (once !== undefined) throw new Fault('FOLD_INVALID', `${run.name}: expected no once, the watermark is it`);
  const misnamed = objects.find(({ name }) => !name.includes(run.name));
  if (!misnamed) return;
  throw new Fault('FOLD_INVALID', `expected an object with the run's name ${run.name} in it, came ${misnamed.name}`);
}

function runOf(rows: readonly Row[], { engine }: FoldWork): Run {
  const [first, last] = [rows[0]?.record, rows.at(-1)?.record];
  if (!first || !last) throw new Fault('PROGRAMMER_ERROR', 'a run without records');
  const { topic, partition, offset: firstOffset } = first;
  const lastOffset = last.offset;
  const bounds = [firstOffset, lastOffset].map((offset) => String(offset).padStart(OFFSET_DIGITS, '0'));
  const name = `${topic}-${partition}/${bounds.join('-')}-${engine.newId()}`;
  return { topic, partition, firstOffset, lastOffset, name, events: rows.flatMap(eventOf) };
}

function eventOf({ record, reading }: Row): CollectedEvent<never>[] {
  if (reading.kind !== 'message') return [];
  return [{ ...reading.event, offset: record.offset } as CollectedEvent<never>];
}

/** Answers the event's trace where a run has one event, and a new trace where it has many. */
function traceOf(rows: readonly Row[]): Trace {
  const messages = rows.flatMap(({ reading }) => (reading.kind === 'message' ? [reading] : []));
  const [only] = messages.length === 1 ? messages : [];
  return continueTrace(only && headerText(only.record.headers, 'traceparent'), only?.event.traceId);
}

/** Adds to one item become one. Other writes on one item are not ours to merge: the store refuses them. */
function summed(writes: readonly Write[]): Write[] {
  const sums = new Map<string, Add>();
  const others: Write[] = [];
  for (const write of writes) {
    if (write.op !== 'add') {
      others.push(write);
      continue;
    }
    const key = `${identityOf(write.ref)} ${JSON.stringify(write.set)}`;
    const there = sums.get(key);
    sums.set(key, there ? sum(there, write) : write);
  }
  return [...others, ...sums.values()];
}
