/** Asking again where the broker itself says that the reason will pass. */
import { kafkaErrorName } from './faults.ts';

/** A leader or coordinator that is being chosen, or that is loading what it will answer from. */
const passing = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
]);
const pauseMs = 25;

export interface Patience {
  /** Further names of errors that will pass here. */
  also?: readonly string[];
  /** Default 8 s: somebody waits for an answer. */
  patienceMs?: number;
}

export async function persistently<T>(
  work: () => Promise<T>,
  { also = [], patienceMs = 8_000 }: Patience = {},
): Promise<T> {
  for (const deadline = performance.now() + patienceMs; ; await delay(pauseMs)) {
    try {
      return await work();
    } catch (error) {
      const name = kafkaErrorName(error) ?? '';
      if (!(passing.has(name) || also.includes(name)) || performance.now() > deadline) throw error;
    }
  }
}

export function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
