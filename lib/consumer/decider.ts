/** What a consumer of our own state does: load, then decide. The engine commits. */
import type { Commit, Loaded, Refs, Refusal, Skip, Surroundings } from '../commit/commit.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { AnyEvent, DataOf } from '../envelope/event.ts';

/** What a consumer does with one type of event. Pure: it knows nothing of Lambda, Kafka, the clock or the store. */
export interface Decider<Event extends AnyEvent = AnyEvent, R extends Refs = Refs, Settings = unknown> {
  /** The items it must know. */
  load?(event: Envelope<DataOf<Event>>, surroundings: Surroundings<Settings>): R;
  decide(
    event: Envelope<DataOf<Event>>,
    loaded: Loaded<R>,
    surroundings: Surroundings<Settings>,
  ): Commit | Refusal | Skip;
}

/** A decider for exactly the declared events; the compiler says which is missing. */
export type Deciders<Events extends readonly AnyEvent[]> = {
  readonly [E in Events[number] as E['type']]: Decider<E>;
};

/** The same decider for all of them: a new event is then one line of the config. */
export function alike<const Events extends readonly AnyEvent[]>(
  events: Events,
  decider: Decider<Events[number]>,
): Deciders<Events> {
  return Object.fromEntries(events.map(({ type }) => [type, decider])) as Deciders<Events>;
}
