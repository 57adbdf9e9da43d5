/** What a mapping is told, and what it works with. */
import type { EventSource, MskEvent } from '../../lib/msk/mskEvent.ts';
import type { Log } from '../../lib/observability/log.ts';
import type { Broker } from '../broker/broker.ts';

export interface MappingSettings {
  function: string;
  topic: string;
  group: string;
  /** Records an invocation, at most. */
  batchSize: number;
}

export interface Surroundings {
  broker: Broker;
  /** Where the events say they come from. */
  source: EventSource;
  log: Log;
  /** Throws when the function answered with an error, or not in time. */
  invoke(name: string, event: MskEvent): Promise<unknown>;
}
