/** Progress rows of a run: taken when it starts, moved from record to record where it goes one at a time, and closed. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import { bytesHash, type KafkaRecord } from '../kafka/record.ts';
import { RESERVE_MS } from '../lambda/deadline.ts';
import type { Invocation } from '../lambda/lambda.ts';
import { growingPause, OVERTAKEN, retryConflicts } from '../store/retryConflicts.ts';
import { type Condition, put, type Ref, ref, remove, type Write, type WriteFailure } from '../store/store.ts';
import { type Progress, progress } from '../tables/progress.ts';

/** So many runs that ended at one record prove that it is the record. */
export const RUNS_TO_PROVE = 2;
/** Two machines' clocks may differ by so much. */
const SKEW_MS = 1_000;
const KEPT_SECONDS = 7 * 86_400;
const MAX_TRIES = 5;

export interface OpenRun {
  engine: Engine;
  invocation: Invocation;
}

/** A record that earlier runs ended at. */
interface Suspect {
  record: KafkaRecord;
  runs: number;
}

/** A partition of this run, its row in hand. */
export interface Partition {
  records: readonly KafkaRecord[];
  /** The row as this run wrote it last. */
  row: Progress;
  /** An earlier run from here never answered. */
  isSuspicious: boolean;
  suspect: Suspect | undefined;
}

/** Takes the row of a partition, whose records are in offset order. Fault IN_PROGRESS_ELSEWHERE, STORE_CONTENDED. */
export async function openRow(records: readonly KafkaRecord[], run: OpenRun): Promise<Partition> {
  const [first] = records;
  if (!first) throw new Fault('PROGRAMMER_ERROR', 'a partition without records');
  const { engine } = run;
  let found: Progress | undefined;
  const tryToOpen = async (): Promise<Partition | typeof OVERTAKEN> => {
    const at = found && recordOf(found, records);
    const runs = at ? (found?.runs ?? 0) : 0;
    if (found && runs >= RUNS_TO_PROVE) await waitUntilOver(found, run);
    const row = rowAt(at ?? first, runs, run);
    const failure = await write(put(progress, row, whenFound(found, at)), engine);
    const suspect = at && runs > 0 ? { record: at, runs } : undefined;
    if (!failure) return { records, row, isSuspicious: at !== undefined, suspect };
    found = failure.found as Progress | undefined;
    return OVERTAKEN;
  };
  const opened = await retryConflicts(tryToOpen, { attempts: MAX_TRIES });
  if (opened !== OVERTAKEN) return opened;
  throw new Fault('STORE_CONTENDED', `${progressRef(engine, first).pk}: other workers kept taking it`);
}

/** Before the record is handled, so that the row tells of it when nobody else can. False: another worker has the row. */
export async function noteRecord(partition: Partition, record: KafkaRecord, run: OpenRun): Promise<boolean> {
  const counted = partition.suspect?.record === record ? partition.suspect.runs : 0;
  return await moveRow(partition, rowAt(record, counted + 1, run), 1, run.engine);
}

/** The run answers, but `rest` comes again: the next one goes on one record at a time. */
export async function keepSuspicion(partition: Partition, rest: readonly KafkaRecord[], run: OpenRun): Promise<void> {
  const { suspect } = partition;
  const isInRest = suspect !== undefined && rest.includes(suspect.record);
  const [first] = rest;
  const kept = isInRest ? suspect : first && { record: first, runs: 0 };
  if (!kept) return;
  // It is over, so nobody needs to wait for it.
  const row = { ...rowAt(kept.record, kept.runs, run), untilMs: 0 };
  if (!(await moveRow(partition, row, 0, run.engine))) await closeRow(partition.row, run.engine);
}

/** Takes the row away; where another worker has it by now, tells it that this run survived. */
export async function closeRow(row: Progress, engine: Engine): Promise<void> {
  let lost = await write(remove(ref(progress, row.pk, row.sk), { equals: { owner: row.owner } }), engine);
  const tellSurvived = async () => {
    if (!lost?.found) return;
    const found = lost.found as Progress;
    lost = await write(put(progress, { ...found, runs: 0 }, { equals: { owner: found.owner } }), engine);
    return OVERTAKEN;
  };
  await retryConflicts(tellSurvived, { attempts: MAX_TRIES });
}

/** Where an earlier run turns out to have survived, with `runsAnew`. False: another worker has the row. */
async function moveRow(partition: Partition, row: Progress, runsAnew: number, engine: Engine): Promise<boolean> {
  for (const runs of [row.runs, runsAnew]) {
    const { owner, runs: runsBefore } = partition.row;
    const moved = { ...row, runs };
    const lost = await write(put(progress, moved, { equals: { owner, runs: runsBefore } }), engine);
    if (!lost) {
      partition.row = moved;
      return true;
    }
    const found = lost.found as Progress | undefined;
    if (found?.owner !== owner) return false;
    partition.suspect = undefined;
    partition.row = found;
  }
  return false;
}

/** A row of other records tells nothing, and is replaced whoever holds it. */
function whenFound(found: Progress | undefined, at: KafkaRecord | undefined): Condition | undefined {
  if (!found) return { absent: true };
  return at && { equals: { owner: found.owner, offset: found.offset, runs: found.runs } };
}

/** By waiting, if the invocation has the time for it; else the records come again. */
async function waitUntilOver({ pk, untilMs }: Progress, { engine, invocation }: OpenRun): Promise<void> {
  const waitMs = untilMs - engine.now();
  if (waitMs <= 0) return;
  if (waitMs > invocation.remainingMs() - RESERVE_MS) {
    throw new Fault('IN_PROGRESS_ELSEWHERE', `${pk}: until ${new Date(untilMs).toISOString()}`);
  }
  await engine.sleep(waitMs);
}

/** The first refusal of the store, other than that somebody wrote the row at the same moment: that is tried again. */
async function write(wanted: Write, engine: Engine): Promise<WriteFailure | undefined> {
  const tryToWrite = async () => {
    const [failure] = await engine.connections.store.transact([wanted], randomUUID());
    return failure?.reason === 'conflict' ? OVERTAKEN : failure;
  };
  const failure = await retryConflicts(tryToWrite, { attempts: MAX_TRIES, pause: growingPause(engine) });
  if (failure !== OVERTAKEN) return failure;
  throw new Fault('STORE_CONTENDED', 'a progress row: other workers kept writing it');
}

function recordOf(row: Progress, records: readonly KafkaRecord[]): KafkaRecord | undefined {
  return records.find((record) => record.offset === row.offset && bytesHash(record) === row.bytes);
}

function rowAt(record: KafkaRecord, runs: number, { engine, invocation }: OpenRun): Progress {
  const { pk, sk } = progressRef(engine, record);
  const untilMs = engine.now() + invocation.remainingMs() + SKEW_MS;
  const expiresAt = Math.ceil(engine.now() / 1000) + KEPT_SECONDS;
  const place = { offset: record.offset, bytes: bytesHash(record) };
  return { pk, sk, owner: invocation.id, untilMs, ...place, runs, expiresAt };
}

function progressRef(engine: Engine, { topic, partition }: KafkaRecord): Ref<Progress> {
  return ref(progress, `${engine.function}#${topic}-${partition}`);
}
