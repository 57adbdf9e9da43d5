/** Work that is done again whenever somebody woke it meanwhile: never twice at once, and no call is lost. */
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Wakeable {
  wake(): void;
  /** Resolves when nothing is being done. */
  idle(): Promise<void>;
}

/** `work` never throws. */
export function wakeable(work: () => Promise<void>): Wakeable {
  let isWoken = false;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    while (isWoken) {
      // Timers and sockets get their turn, however long a backlog keeps this going.
      await nextTurn();
      isWoken = false;
      await work();
    }
    running = undefined;
  }

  return {
    wake() {
      isWoken = true;
      running ??= Promise.resolve().then(run);
    },
    idle: async () => await running,
  };
}
