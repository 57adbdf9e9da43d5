/** The MSK trigger: invokes functions with batches of what was appended to their topics. Usable by any project. */
import { type Mapping, startMapping } from './mapping.ts';
import { InvalidParameters } from './parameters.ts';
import type { MappingSettings, Surroundings } from './settings.ts';

export interface Trigger {
  /** In the order given. */
  mappings: readonly Mapping[];
  /** Starts nothing new, and waits for the batches in flight. */
  stop(): Promise<void>;
}

/** InvalidParameters when mappings share a group on one topic, or a destination has no port. */
export function startTrigger(settings: readonly MappingSettings[], surroundings: Surroundings): Trigger {
  refuseSharedGroups(settings);
  refuseMissingPorts(settings, surroundings);
  const mappings = settings.map((one) => startMapping(one, surroundings));
  const stopListening = surroundings.broker.onAppend(() => {
    for (const mapping of mappings) mapping.wake();
  });
  return {
    mappings,
    async stop() {
      stopListening();
      await Promise.all(mappings.map((mapping) => mapping.stop()));
    },
  };
}

/** "The consumer group id must be unique among all your Kafka event sources." */
function refuseSharedGroups(settings: readonly MappingSettings[]): void {
  const groups = settings.map(({ group }) => group);
  const shared = groups.find((group, at) => groups.indexOf(group) !== at);
  if (shared !== undefined)
    throw new InvalidParameters(`two mappings have the consumer group ${shared}: give each its own`);
}

function refuseMissingPorts(settings: readonly MappingSettings[], { destinations = {} }: Surroundings): void {
  for (const { function: name, destination } of settings) {
    if (destination && destination.kind !== 'kafka' && !destinations[destination.kind]) {
      throw new InvalidParameters(
        `the mapping of ${name} sends failures to ${destination.arn}, and no port for ${destination.kind} is supplied`,
      );
    }
  }
}
