/** The result of one try at a record, and its settlement in the end. */
import type { Plan } from '../commit/carryOut.ts';
import type { ErrorClass, ErrorCode, Fault } from '../errors/fault.ts';
import type { Outcome } from '../observability/signals.ts';
import type { Write } from '../store/store.ts';

/** The result of one try. `writes` go into the transaction that settles the failure: a claim released, a check that nobody finished it. */
export type Result =
  | { kind: 'done'; outcome: 'handled' | 'duplicate' | 'ignored'; fault?: Settled; reason?: string }
  | { kind: 'failed'; fault: Fault; writes: readonly Write[]; follow?: Following };

/**
 * Decides what else is written with the settling of a failure, on what is there at that moment; asked again where another
 * writer changed it.
 */
export type Following = () => Promise<Plan>;

/** Class and code of a failure, also of one settled earlier. */
export interface Settled {
  class: ErrorClass;
  code: ErrorCode;
  /** ISO 8601: when the record itself was dead-lettered, in an earlier run. */
  failedAt?: string;
}

/** The result of a try among others. `alone`: another writer was faster, or it can't be told, so it has to be handled by itself. */
export type Answer = Result | 'alone';

/** In the end. */
export interface Settlement {
  outcome: Outcome;
  attempts: number;
  /** Waited between tries; absent: not at all. */
  pausesMs?: number;
  fault?: Settled;
  /** Why it is ignored, or goes back without having been tried. */
  reason?: string;
}

export const handled = { kind: 'done', outcome: 'handled' } as const;
export const duplicate = { kind: 'done', outcome: 'duplicate' } as const;
export const ignored = { kind: 'done', outcome: 'ignored' } as const;
