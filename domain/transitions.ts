/** State machines as tables of rows: from a state, by an event, to a state. What is in no row is not allowed. */
import type { Problem } from '../lib/http/problem.ts';

export type Transition<State extends string = string, Event extends string = string> = readonly [
  from: State,
  event: Event,
  to: State,
];

export function stateAfter<State extends string>(
  transitions: readonly Transition<State>[],
  from: string,
  event: string,
): State | undefined {
  return transitions.find((row) => row[0] === from && row[1] === event)?.[2];
}

/** A 409 that names the state, and what it allows instead. */
export function notAllowed(transitions: readonly Transition[], what: string, from: string, event: string): Problem {
  const allowed = transitions.flatMap((row) => (row[0] === from ? [row[1]] : []));
  const instead = allowed.length > 0 ? `allowed: ${allowed.join(', ')}` : 'it is final';
  return {
    status: 409,
    code: 'TRANSITION_REFUSED',
    title: `The ${what}'s state does not allow this`,
    detail: `The ${what} is ${from}, and allows no ${event}: ${instead}.`,
    allowed,
  };
}
