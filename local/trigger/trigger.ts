/** The MSK trigger: invokes functions with batches of what was appended to their topics. Usable by any project. */
import { type Mapping, startMapping } from './mapping.ts';
import type { MappingSettings, Surroundings } from './settings.ts';

export interface Trigger {
  /** Starts nothing new and waits for the batches in flight, at most this long; false when some did not end. */
  stop(limitMs: number): Promise<boolean>;
}

export function startTrigger(mappings: readonly MappingSettings[], surroundings: Surroundings): Trigger {
  const started = mappings.map((settings) => startMapping(settings, surroundings));
  const stopListening = surroundings.broker.onAppend(() => {
    for (const mapping of started) mapping.wake();
  });
  return {
    async stop(limitMs) {
      stopListening();
      return await endWithin(started, limitMs);
    },
  };
}

async function endWithin(mappings: readonly Mapping[], limitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), limitMs);
  });
  const ended = Promise.all(mappings.map((mapping) => mapping.stop())).then(() => true);
  const inTime = await Promise.race([ended, limit]);
  clearTimeout(timer);
  return inTime;
}
