/** Rows of jobs: the checkpoint of each, and the items that fail. Every job has the table; its config doesn't name it. */
import { createHash } from 'node:crypto';
import type { ErrorCode } from '../errors/fault.ts';
import { identityOf } from '../store/refs.ts';
import { defineTable, type Item, type Ref, ref } from '../store/store.ts';

/** How far the run of a job has come. It stands while pages are left, and is removed when all is done. */
export interface Checkpoint extends Item {
  /** The search that the run is in, by its number and its name. */
  search: number;
  of: string;
  /** The page token to go on from; absent: the search's beginning. */
  page?: string;
  /** The run that works on that page, and the epoch milliseconds by which it is over. Absent: it has ended in order. */
  owner?: string;
  untilMs?: number;
  /** Whether the run works on a single item there. */
  isAlone?: boolean;
  /** How many runs in a row that worked on that single item never ended in order. */
  crashes: number;
  at: string;
}

/** An item that a job fails at. */
export interface FailingItem extends Item {
  /** The item as messages name it. */
  item: string;
  /** Runs that failed at it in a row. */
  failures: number;
  errorCode: ErrorCode;
  error: string;
  at: string;
  /** The item is passed over until then. */
  nextAtMs: number;
  /** Epoch seconds. */
  expiresAt: number;
}

export const jobs = defineTable<Checkpoint | FailingItem>({ name: 'jobs', expires: true });

export function checkpointRef(job: string): Ref {
  return ref(jobs, job, 'checkpoint');
}

/** By a hash: an item's own key may be as long as a key of any table. */
export function failingRef(job: string, item: Ref): Ref {
  return ref(jobs, job, `failing#${createHash('sha256').update(identityOf(item)).digest('base64url')}`);
}
