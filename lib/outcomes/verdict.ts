/** The one function that decides what becomes of a failed record. */
import type { Fault } from '../errors/fault.ts';

export interface RetryPolicy {
  /** Pauses before the second, third, … try, in milliseconds. */
  pausesMs: readonly number[];
  /** 0 to 1, for the jitter. */
  random(): number;
  /** How long this invocation may still wait, in milliseconds. */
  budgetMs(): number;
  /** Whether there is an event that can be given up. */
  canGiveUp: boolean;
}

export type Verdict = { do: 'retry'; afterMs: number; counts: boolean } | { do: 'dead-letter' } | { do: 'hand-back' };

const THROTTLE_PAUSE_MS = 1_000;

/** `tries` is the number of counted tries so far, this failure included. */
export function decideOutcome(fault: Fault, tries: number, policy: RetryPolicy): Verdict {
  switch (fault.class) {
    case 'poison':
    case 'permanent':
    case 'conflict':
      return giveUp(policy);
    case 'unavailable':
      return { do: 'hand-back' };
    case 'throttled': {
      const afterMs =
        fault.retryAfterMs === undefined ? jittered(THROTTLE_PAUSE_MS, policy) : askedPause(fault, policy);
      return retryWithin(afterMs, false, policy);
    }
    case 'transient': {
      // The next try would be refused, and a healthy record must not run out of tries.
      if (fault.isOutage) return { do: 'hand-back' };
      const pauseMs = policy.pausesMs[tries - 1];
      if (pauseMs === undefined) return giveUp(policy);
      return retryWithin(Math.max(jittered(pauseMs, policy), askedPause(fault, policy)), true, policy);
    }
    default:
      return fault.class satisfies never;
  }
}

function giveUp(policy: RetryPolicy): Verdict {
  return policy.canGiveUp ? { do: 'dead-letter' } : { do: 'hand-back' };
}

/** A pause that doesn't fit into this invocation becomes a hand-back. */
function retryWithin(afterMs: number, counts: boolean, policy: RetryPolicy): Verdict {
  return afterMs < policy.budgetMs() ? { do: 'retry', afterMs, counts } : { do: 'hand-back' };
}

/** Between 75 % and 125 % of the pause. */
function jittered(pauseMs: number, policy: RetryPolicy): number {
  return Math.round(pauseMs * (0.75 + policy.random() / 2));
}

/** Waits as long as the service asks, and up to a quarter longer: never shorter. */
function askedPause({ retryAfterMs = 0 }: Fault, policy: RetryPolicy): number {
  return Math.ceil(retryAfterMs * (1 + policy.random() / 4));
}
