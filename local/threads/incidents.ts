/** Tells people what a function did to its thread: which function, what of it was under way, and what follows. */
import type { Log } from '../../lib/observability/log.ts';
import { shown, shownList } from '../../lib/text/shown.ts';
import type { Call } from './messages.ts';
import { underWay } from './underWay.ts';

const ALONE = 'it runs in threads of its own from now on';
const MOST_CALLS = 5;
const LONGEST_STACK = 2_000;

export type Incidents = ReturnType<typeof incidentsIn>;

export function incidentsIn(log: Log) {
  return {
    timedOut: ({ name, timeoutSeconds, event }: Call) =>
      log.error('function.timed-out', {
        function: name,
        afterSeconds: timeoutSeconds,
        underWay: underWay(event),
        effect: 'the thread is ended',
      }),
    /** Nobody can tell which one of several calls holds the thread. */
    blocked: (calls: readonly Call[]) =>
      log.error('function.blocks', {
        function: namesOf(calls).join(' or '),
        underWay: listOf(calls),
        effect: calls.length === 1 ? ALONE : 'each runs in threads of its own from now on',
      }),
    stray: (name: string | undefined, error: Error) =>
      log.error('function.unawaited', {
        function: name ?? 'unknown',
        error: `${error.name}: ${error.message}`,
        stack: shown(error.stack ?? '', LONGEST_STACK),
        effect: name === undefined ? 'none' : ALONE,
      }),
    ended: (name: string | undefined, how: string, broken: readonly Call[]) =>
      log.error('function.ended', {
        function: name ?? namesOf(broken).join(' or '),
        how,
        underWay: listOf(broken),
        effect: ALONE,
      }),
  };
}

export function namesOf(calls: readonly Call[]): string[] {
  return [...new Set(calls.map(({ name }) => name))];
}

function listOf(calls: readonly Call[]): string {
  const texts = calls.map(({ name, event }) => `${name} ${underWay(event)}`);
  return shownList(texts, '; ', MOST_CALLS);
}
