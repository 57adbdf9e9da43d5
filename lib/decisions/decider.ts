/** A consumer of our own state loads, then decides. The engine commits. */
import type { Commit, DecisionContext, Loaded, Loads, MustLoad, Refs, Refusal, Skip } from '../commit/commit.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { AnyEvent, DataOf } from '../envelope/event.ts';

/** Decides about one type of event. Pure: it knows nothing of Lambda, Kafka, the clock or the store. */
export type Decider<Event extends AnyEvent = AnyEvent, R extends Loads = Refs, Settings = unknown> = Deciding<
  Envelope<DataOf<Event>>,
  R,
  Settings
> &
  MustLoad<R, (event: Envelope<DataOf<Event>>, context: DecisionContext<Settings>) => R>;

// Properties, not methods: the compiler compares a method's parameters in both directions, and lets missing settings pass.
interface Deciding<Told, R extends Loads, Settings> {
  /** The items it must know. */
  load?: (event: Told, context: DecisionContext<Settings>) => R;
  decide: (event: Told, loaded: Loaded<R>, context: DecisionContext<Settings>) => Commit | Refusal | Skip;
}

/** A decider of whatever items: what they are stays between its `load` and its `decide`. */
export interface SomeDecider<Told = never, Settings = never> {
  load?: (event: Told, context: DecisionContext<Settings>) => Loads;
  decide: (event: Told, loaded: never, context: DecisionContext<Settings>) => Commit | Refusal | Skip;
}

/** A decider for exactly the declared events, with no settings but the declared; the compiler says which is missing. */
export type Deciders<Events extends readonly AnyEvent[], Settings> = {
  readonly [E in Events[number] as E['type']]: SomeDecider<Envelope<DataOf<E>>, Settings>;
};

/** The same decider for all of them: a new event is then one line of the config. */
export function alike<const Events extends readonly AnyEvent[], Settings>(
  events: Events,
  decider: SomeDecider<Envelope<DataOf<Events[number]>>, Settings>,
): Deciders<Events, Settings> {
  return Object.fromEntries(events.map(({ type }) => [type, decider])) as Deciders<Events, Settings>;
}
