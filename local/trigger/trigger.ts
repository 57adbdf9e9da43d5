/** The MSK trigger: invokes functions with batches of what was appended to their topics. Usable by any project. */
import { startMapping } from './mapping.ts';
import type { MappingSettings, Surroundings } from './settings.ts';

export interface Trigger {
  /** Starts nothing new, and waits for the batches in flight. */
  stop(): Promise<void>;
}

export function startTrigger(settings: readonly MappingSettings[], surroundings: Surroundings): Trigger {
  const mappings = settings.map((one) => startMapping(one, surroundings));
  const stopListening = surroundings.broker.onAppend(() => {
    for (const mapping of mappings) mapping.wake();
  });
  return {
    async stop() {
      stopListening();
      await Promise.all(mappings.map((mapping) => mapping.stop()));
    },
  };
}
