/** The jobs that relay run between their minutes: when something could not be sent, and as long as Kafka is away. */
import type { Clock } from '../lib/clock/clock.ts';
import { relayWanted } from '../lib/observability/signals.ts';
import type { LocalFunction } from './functions.ts';
import type { RunningSchedule } from './schedule.ts';

export function isRelay({ config }: LocalFunction): boolean {
  return config.uses.some(({ kind }) => kind === 'relays');
}

/** A record that could not be sent at once wakes the jobs that relay. Answers how to stop listening. */
export function wakeRelays(functions: readonly LocalFunction[], schedule: RunningSchedule): () => void {
  const names = functions.filter(isRelay).map(({ config }) => config.name);
  const wake = () => {
    for (const name of names) schedule.wake(name);
  };
  relayWanted.subscribe(wake);
  return () => void relayWanted.unsubscribe(wake);
}

/**
 * A relay that was stopped, by Kafka's absence or the end of its time, runs again soon; and so it does for as long after as
 * breakers stay open, `openMs`: until then functions store events that they neither send nor wake a relay for.
 */
export function whileAway(openMs: number, now: Clock): (answer: unknown) => boolean {
  let stoppedMs = Number.NEGATIVE_INFINITY;
  return (answer) => {
    if (wasStopped(answer)) stoppedMs = now();
    return now() - stoppedMs <= openMs;
  };
}

function wasStopped(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'stopped' in answer && answer.stopped !== null;
}
