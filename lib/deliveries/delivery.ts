/** What a consumer with an effect outside (mail, SMS, webhook) does: prepare, then send. The engine claims and completes. */
import type { Loaded, Loads, MustLoad, Refs, Refusal, Skip, Surroundings } from '../commit/commit.ts';
import type { Connections } from '../connect/connect.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { AnyEvent, DataOf } from '../envelope/event.ts';
import type { Fault } from '../errors/fault.ts';

/** What is to be sent, and the key under which it is sent once. The key is stored and handed on as a digest only. */
export interface Prepared<Outgoing> {
  kind: 'send';
  key: string;
  message: Outgoing;
}

/** How one type of event becomes one message outside. */
export type Delivery<
  Event extends AnyEvent = AnyEvent,
  Outgoing = unknown,
  R extends Loads = Refs,
  Settings = unknown,
> = Delivering<Envelope<DataOf<Event>>, Outgoing, R, Settings> &
  MustLoad<R, (event: Envelope<DataOf<Event>>, surroundings: Surroundings<Settings>) => R>;

// Properties, for the reason told at Decider.
interface Delivering<Told, Outgoing, R extends Loads, Settings> {
  load?: (event: Told, surroundings: Surroundings<Settings>) => R;
  prepare: (
    event: Told,
    loaded: Loaded<R>,
    surroundings: Surroundings<Settings>,
  ) => Prepared<Outgoing> | Skip | Refusal;
  channel: Channel<Outgoing>;
}

/** A delivery of whatever message and items: what they are stays between its own parts. */
export interface SomeDelivery<Told = never, Settings = never> {
  load?: (event: Told, surroundings: Surroundings<Settings>) => Loads;
  prepare: (event: Told, loaded: never, surroundings: Surroundings<Settings>) => Prepared<unknown> | Skip | Refusal;
  channel: Channel<never>;
}

/** The way out: the same for all deliveries of one kind. */
export interface Channel<Outgoing> {
  /** The longest a send may take, in milliseconds. */
  limitMs: number;
  /** When a send was left without an answer and the provider takes no keys: send again, or give up as OUTCOME_UNKNOWN. */
  onUnknown: 'repeat' | 'dead-letter';
  takesKeys(connections: Connections): boolean;
  /** What a send would be refused with right now, before anything is tried: its breaker is open. */
  refusal?(connections: Connections): Fault | null | undefined;
  send: (message: Outgoing, key: string, signal: AbortSignal, connections: Connections) => Promise<void>;
}

/** A delivery for exactly the declared events, with no settings but the declared. */
export type Deliveries<Events extends readonly AnyEvent[], Settings> = {
  readonly [E in Events[number] as E['type']]: SomeDelivery<Envelope<DataOf<E>>, Settings>;
};

export function send<Outgoing>(key: string, message: Outgoing): Prepared<Outgoing> {
  return { kind: 'send', key, message };
}
