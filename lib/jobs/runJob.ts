/** One run of a job: from its checkpoint, page by page, until nothing is left or the time is over. */
import { decisionContextOf, type Engine } from '../connect/engine.ts';
import type { JobConfig } from '../declare/jobConfig.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { createDeadline, type Deadline } from '../lambda/deadline.ts';
import type { Invocation } from '../lambda/lambda.ts';
import { ref } from '../store/store.ts';
import type { Checkpoint } from '../tables/jobs.ts';
import { shownValue } from '../text/shown.ts';
import {
  BEGINNING,
  type Footing,
  type JobRun,
  noteBegun,
  noteDone,
  noteNext,
  type Position,
  positionOf,
  readCheckpoint,
} from './checkpoint.ts';
import { noteFailure } from './failing.ts';
import type { Search } from './search.ts';
import type { AnyWork } from './work.ts';
import { type Counts, workPage } from './workPage.ts';

export interface JobReport extends Counts {
  /** Items on the pages of this run. */
  found: number;
  /** Nothing is left; false: the next run goes on where this one stood. */
  isComplete: boolean;
}

interface Given {
  config: JobConfig;
  work: AnyWork;
  engine: Engine;
  invocation: Invocation;
  /** Runs of this process that ended in order. */
  ended: Set<string>;
}

interface Walk extends JobRun {
  work: AnyWork;
  deadline: Deadline;
  report: JobReport;
  /** How the next page is worked on, and how many items are still to be worked on alone. */
  footing: Footing;
  alone: number;
  /** Whether there is a checkpoint. */
  isNoted: boolean;
  /** The page that the run stands before. */
  position: Position;
}

/** So many runs that ended at one item, alone, and it is passed over. */
const CRASHES = 2;

/** Faults: those that would meet every item; TOO_LATE: the time is over, and the next run may be a day away. */
export async function runJob({ config, work, engine, invocation, ended }: Given): Promise<JobReport> {
  const searches = checkSearches(work.find(decisionContextOf(engine)), config.name);
  const untilMs = engine.now() + invocation.remainingMs();
  const run: JobRun = { engine, searches, owner: invocation.id, untilMs };
  const row = await readCheckpoint(run);
  const walk = startWalk(row, { ...run, work, deadline: createDeadline(invocation) }, ended);
  try {
    await walkAll(walk);
    if (walk.isNoted) await (walk.report.isComplete ? noteDone(run) : noteNext(walk.position, run));
    ended.clear();
  } catch (error) {
    ended.add(run.owner);
    // Most often it is the store that is down: this process knows that the run has ended, and another may count a crash.
    if (walk.isNoted) await noteNext(walk.position, run).catch(() => undefined);
    throw error;
  }
  const { report } = walk;
  if (report.found > 0) engine.log.info('job.done', { ...report });
  if (report.isComplete || config.schedule.kind === 'every') return report;
  // Lambda calls it again in a minute.
  throw new Fault('TOO_LATE', `${config.name} stands after ${report.found} items, and the next run goes on there`);
}

/** Fault PROGRAMMER_ERROR: a forgotten return, or an async. */
function checkSearches(searches: readonly Search[], name: string): readonly Search[] {
  if (Array.isArray(searches) && searches.every((search) => 'from' in search)) return searches;
  throw new Fault('PROGRAMMER_ERROR', `${name}.find returned ${shownValue(searches)}; return a list of itemsIn(…)`);
}

function startWalk(
  row: Checkpoint | undefined,
  given: Pick<Walk, keyof JobRun | 'work' | 'deadline'>,
  ended: ReadonlySet<string>,
): Walk {
  const crashed = row !== undefined && hasCrashed(row, given, ended);
  const footing = { isAlone: crashed, crashes: crashed && row.isAlone ? row.crashes + 1 : 0 };
  const position = positionOf(row, given);
  const alone = crashed ? (given.searches[position.search]?.pageSize ?? 0) : 0;
  const counts: Counts = { done: 0, duplicate: 0, gone: 0, skipped: 0, waiting: 0, failed: 0 };
  return {
    ...given,
    footing,
    alone,
    position,
    isNoted: row !== undefined,
    report: { found: 0, ...counts, isComplete: false },
  };
}

/** Whether the run that noted it is over and never said so. A repeated invocation has the request id of the one before. */
function hasCrashed({ owner, untilMs = 0 }: Checkpoint, run: JobRun, ended: ReadonlySet<string>): boolean {
  if (owner === undefined || ended.has(owner)) return false;
  return run.engine.now() > untilMs || requestOf(owner) === requestOf(run.owner);
}

function requestOf(owner: string): string | undefined {
  return owner.split('/')[0];
}

/** From the checkpoint to the end; where that was not the beginning, all once more: meanwhile items fell due before it. */
async function walkAll(walk: Walk): Promise<void> {
  const isWhole = walk.position.search === BEGINNING.search && walk.position.page === undefined;
  walk.report.isComplete = await walkOn(walk);
  if (!walk.report.isComplete || isWhole) return;
  walk.position = BEGINNING;
  walk.report.isComplete = await walkOn(walk);
}

/** False: the time is over, and the position is where to go on. */
async function walkOn(walk: Walk): Promise<boolean> {
  for (;;) {
    const search = walk.searches[walk.position.search];
    if (!search) return true;
    if (!walk.deadline.canStart()) return false;
    const startedMs = walk.engine.now();
    walk.position = await workOn(search, walk);
    walk.deadline.took(walk.engine.now() - startedMs);
  }
}

/** Works on one page, and answers the position after it. */
async function workOn(search: Search, walk: Walk): Promise<Position> {
  const { engine, work, report, position, footing } = walk;
  const { items, next } = await queryPage(search, walk);
  if (items.length > 0) {
    await noteBegun(position, footing, walk);
    walk.isNoted = true;
    report.found += items.length;
    if (footing.crashes >= CRASHES) await passOver(search, items, walk);
    else await workPage(items, { search, work, counts: report }, engine);
  }
  walk.alone = Math.max(0, walk.alone - 1);
  walk.footing = { isAlone: walk.alone > 0, crashes: 0 };
  return next === undefined ? { search: position.search + 1 } : { search: position.search, page: next };
}

/** A page token that the search does not take any more, for its range has moved on, leads to its beginning. */
async function queryPage({ from, range, pageSize }: Search, { engine, position, footing }: Walk) {
  const { store } = engine.connections;
  const bounds = { ...range, limit: footing.isAlone ? 1 : pageSize };
  try {
    return await store.query(from, bounds, position.page);
  } catch (error) {
    if (toFault(error).code !== 'BAD_PAGE') throw error;
    return await store.query(from, bounds);
  }
}

/** The item ended every run that came to it. */
async function passOver({ from }: Search, items: Awaited<ReturnType<typeof queryPage>>['items'], walk: Walk) {
  const { engine, report } = walk;
  for (const { pk, sk } of items) {
    const fault = new Fault('CRASHED', `${engine.function}: ${CRASHES} runs in a row worked on it alone`);
    await noteFailure({ item: ref(from.table, pk, sk), fault, earlier: undefined }, engine);
    report.failed += 1;
  }
}
