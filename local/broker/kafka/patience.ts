/** Asking again where the broker itself says that the reason will pass. */
import { setTimeout as delay } from 'node:timers/promises';
import { kafkaErrorName } from './faults.ts';

/** A leader or coordinator that is being chosen, or that is loading what it will answer from. */
const passing = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
]);
const patienceMs = 8_000;
const pauseMs = 25;

/** `also` are further names of errors that will pass here. */
export async function persistently<T>(work: () => Promise<T>, also: readonly string[] = []): Promise<T> {
  for (const deadline = performance.now() + patienceMs; ; await delay(pauseMs)) {
    try {
      return await work();
    } catch (error) {
      const name = kafkaErrorName(error) ?? '';
      if (!(passing.has(name) || also.includes(name)) || performance.now() > deadline) throw error;
    }
  }
}
