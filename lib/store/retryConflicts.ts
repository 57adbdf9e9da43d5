/** The one loop that retries after an optimistic-lock conflict: another writer changed what a write was based on. */

/** How often a decision is made anew because other writers changed what it had read. */
export const MAX_DECISIONS = 5;

/** An attempt answers this where another writer was faster and nothing was written. */
export const OVERTAKEN = Symbol('overtaken');

export interface Retries {
  /** At most so many attempts; Infinity where `mayRetry` sets the limit. */
  attempts: number;
  /** Asked after each overtaken attempt. */
  mayRetry?(): boolean;
  /** Follows each overtaken attempt, the last one too. Absent: none. */
  pause?: (attempt: number) => Promise<void>;
}

/** Attempts count from 1. Answers OVERTAKEN where every attempt was; throws what an attempt throws. */
export async function retryConflicts<Done>(
  attempt: (attempt: number) => Promise<Done | typeof OVERTAKEN>,
  { attempts, mayRetry = () => true, pause }: Retries,
): Promise<Done | typeof OVERTAKEN> {
  for (let made = 1; made <= attempts; made += 1) {
    const outcome = await attempt(made);
    if (outcome !== OVERTAKEN) return outcome;
    await pause?.(made);
    if (!mayRetry()) return OVERTAKEN;
  }
  return OVERTAKEN;
}

export interface Timing {
  /** 0 to 1. */
  random(): number;
  sleep(ms: number): Promise<unknown>;
}

/** Random pauses that grow with each attempt, up to `longestMs`: writers that met once do not meet again. */
export function growingPause(
  { random, sleep }: Timing,
  { stepMs = 20, longestMs = Number.POSITIVE_INFINITY } = {},
): (attempt: number) => Promise<void> {
  return async (attempt) => void (await sleep(Math.round(random() * Math.min(longestMs, stepMs * attempt))));
}

/** Decides anew as long as other writers are faster, at most MAX_DECISIONS times, with growing pauses. */
export async function redecide<Done>(
  decide: (decisions: number) => Promise<Done | typeof OVERTAKEN>,
  timing: Timing,
): Promise<Done | typeof OVERTAKEN> {
  return await retryConflicts(decide, { attempts: MAX_DECISIONS, pause: growingPause(timing) });
}
