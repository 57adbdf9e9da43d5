/** A worker's process: what it calls leaves it, and after its death nothing comes back and nothing goes on. */
import type { Clock } from './clock.ts';

export interface Process {
  name: string;
  isAlive(): boolean;
  die(): void;
  /** Settled when it is dead. */
  dead: Promise<void>;
  /** When something happened that may leave it, or others, in the dark about what it did: a death, a lost answer, a stall. */
  incidents: number[];
  /** When the store took nothing from it, and said so: alone it leaves nobody in the dark. */
  throttles: number[];
}

export function startProcess(name: string, clock: Clock): Process {
  const { promise: dead, resolve } = Promise.withResolvers<void>();
  const incidents: number[] = [];
  const throttles: number[] = [];
  let alive = true;
  return {
    name,
    isAlive: () => alive,
    die: () => {
      if (!alive) return;
      alive = false;
      incidents.push(clock.now());
      resolve();
    },
    dead,
    incidents,
    throttles,
  };
}

/** Where the code of a dead process waits. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}
