/** The checkpoint of a job: where its run stands, so that the next one goes on from there, whatever ended this one. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../connect/engine.ts';
import { put, remove, type Write } from '../store/store.ts';
import { type Checkpoint, checkpointRef, jobs } from '../tables/jobs.ts';
import { nameOf, type Search } from './search.ts';

/** A page of a run. */
export interface Position {
  /** The place of the search in the list that `find` answers. */
  search: number;
  page?: string;
}

export const BEGINNING: Position = { search: 0 };

/** A run as its checkpoint names it. */
export interface JobRun {
  engine: Engine;
  searches: readonly Search[];
  owner: string;
  /** Epoch milliseconds. */
  untilMs: number;
}

/** How the run works on a page, where earlier runs ended at it. */
export interface Footing {
  isAlone: boolean;
  crashes: number;
}

export async function readCheckpoint({ engine }: JobRun): Promise<Checkpoint | undefined> {
  const [row] = await engine.connections.store.read([checkpointRef(engine.function)]);
  return row as Checkpoint | undefined;
}

/** Where the checkpoint is, if `find` still asks for that; else the beginning. */
export function positionOf(row: Checkpoint | undefined, { searches }: JobRun): Position {
  const search = row && searches[row.search];
  if (!row || !search || nameOf(search) !== row.of) return BEGINNING;
  return { search: row.search, ...(row.page !== undefined && { page: row.page }) };
}

/** Before any item of the page is touched. Two runs at once may overwrite each other's: then items are looked at twice. */
export async function noteBegun(position: Position, footing: Footing, run: JobRun): Promise<void> {
  const { owner, untilMs } = run;
  await write(put(jobs, { ...rowOf(position, run), ...footing, owner, untilMs }), run);
}

/** The run has ended in order, and the next one begins there. */
export async function noteNext(position: Position, run: JobRun): Promise<void> {
  await write(put(jobs, { ...rowOf(position, run), crashes: 0 }), run);
}

export async function noteDone(run: JobRun): Promise<void> {
  await write(remove(checkpointRef(run.engine.function)), run);
}

function rowOf({ search, page }: Position, { engine, searches }: JobRun) {
  const { pk, sk } = checkpointRef(engine.function);
  const of = searches[search];
  return {
    pk,
    sk,
    search,
    of: of ? nameOf(of) : '',
    ...(page !== undefined && { page }),
    at: new Date(engine.now()).toISOString(),
  };
}

async function write(what: Write, { engine }: JobRun): Promise<void> {
  await engine.connections.store.transact([what], randomUUID());
}
