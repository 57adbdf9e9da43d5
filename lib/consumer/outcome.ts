/** The one function that decides what becomes of a failed record. */
import type { Fault } from '../errors/fault.ts';

export interface RetryPolicy {
  /** Pauses before the second, third, … try, in milliseconds. */
  pausesMs: readonly number[];
  /** 0 to 1, for the jitter. */
  random(): number;
  /** How long this invocation may still wait, in milliseconds. */
  budgetMs(): number;
  /** Consumers of dead letter topics have none themselves. */
  hasDeadLetterTopic: boolean;
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
    case 'throttled':
      return retryWithin(THROTTLE_PAUSE_MS, false, policy);
    case 'transient': {
      const pauseMs = policy.pausesMs[tries - 1];
      return pauseMs === undefined ? giveUp(policy) : retryWithin(pauseMs, true, policy);
    }
    default:
      return fault.class satisfies never;
  }
}

function giveUp(policy: RetryPolicy): Verdict {
  return policy.hasDeadLetterTopic ? { do: 'dead-letter' } : { do: 'hand-back' };
}

/** Between 75 % and 125 % of the pause. What doesn't fit into this invocation goes back to Lambda. */
function retryWithin(pauseMs: number, counts: boolean, policy: RetryPolicy): Verdict {
  const afterMs = Math.round(pauseMs * (0.75 + policy.random() / 2));
  return afterMs < policy.budgetMs() ? { do: 'retry', afterMs, counts } : { do: 'hand-back' };
}
