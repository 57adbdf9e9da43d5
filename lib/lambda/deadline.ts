/** How much of an invocation must be left for a record to be started, so that none is cut in the middle. */
import type { Invocation } from './lambda.ts';

/** At the least. */
export const RESERVE_MS = 2_000;
/** A try may take longer than the slowest one so far. */
const TIMES_SLOWEST = 1.5;

/** The deadline of one invocation: slow tries of earlier ones must not keep this one from starting anything. */
export interface Deadline {
  canStart(): boolean;
  /** How long may still be waited for another try, in milliseconds. */
  budgetMs(): number;
  /** A try took this long, pauses not counted. */
  took(ms: number): void;
}

export function createDeadline({ remainingMs }: Pick<Invocation, 'remainingMs'>): Deadline {
  let reserveMs = RESERVE_MS;
  return {
    canStart: () => remainingMs() > reserveMs,
    budgetMs: () => remainingMs() - reserveMs,
    took: (ms) => {
      reserveMs = Math.max(reserveMs, TIMES_SLOWEST * ms);
    },
  };
}
