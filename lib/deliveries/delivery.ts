/** A consumer with an effect outside (mail, SMS, webhook) prepares, then sends. The engine claims and completes. */
import type { Commit, DecisionContext, Loaded, Loads, MustLoad, Refs, Refusal, Skip } from '../commit/commit.ts';
import type { Connections } from '../connect/connect.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { AnyEvent, DataOf } from '../envelope/event.ts';
import type { Fault } from '../errors/fault.ts';
import type { Channel as ChannelThrough } from '../port/channel.ts';
import type { Later } from '../port/later.ts';

/** The message that is to be sent, and the key under which it is sent once. The key is stored and handed on as a digest only. */
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
  Receipt = void,
> = Delivering<Envelope<DataOf<Event>>, Outgoing, R, Settings, Receipt> &
  MustLoad<R, (event: Envelope<DataOf<Event>>, context: DecisionContext<Settings>) => R>;

// Properties, for the reason told at Decider.
interface Delivering<Told, Outgoing, R extends Loads, Settings, Receipt> {
  load?: (event: Told, context: DecisionContext<Settings>) => R;
  prepare: (
    event: Told,
    loaded: Loaded<R>,
    context: DecisionContext<Settings>,
  ) => Prepared<Outgoing> | Later | Skip | Refusal;
  channel: Channel<Outgoing, Receipt>;
  /**
   * Decides what follows from the send, written in one transaction with the claim's completion. Pure; `loaded` is read after the
   * send. Decided again, and nothing is sent again, when another writer changed what it had read.
   */
  onSent?: (event: Told, loaded: Loaded<R>, receipt: Receipt, context: DecisionContext<Settings>) => Commit;
  /**
   * Decides what follows when a send failed for good, written in one transaction with the dead letter. Fault OUTCOME_UNKNOWN: it may
   * have been sent. A refusal by `prepare` is no send, and not told here.
   */
  onFailed?: (event: Told, loaded: Loaded<R>, fault: Fault, context: DecisionContext<Settings>) => Commit;
}

/** Deliveries as the engine calls them: each gets the events that it was declared for. */
export type AnyDelivery = Delivery<AnyEvent, unknown, Refs, unknown, unknown>;

/** A delivery of whatever message and items: what they are stays between its own parts. */
export interface SomeDelivery<Told = never, Settings = never> {
  load?: (event: Told, context: DecisionContext<Settings>) => Loads;
  prepare: (
    event: Told,
    loaded: never,
    context: DecisionContext<Settings>,
  ) => Prepared<unknown> | Later | Skip | Refusal;
  channel: Channel<never, unknown>;
  onSent?: (event: Told, loaded: never, receipt: never, context: DecisionContext<Settings>) => Commit;
  onFailed?: (event: Told, loaded: never, fault: Fault, context: DecisionContext<Settings>) => Commit;
}

/** A way out through whatever ports. */
export type Channel<Outgoing, Receipt = void> = ChannelThrough<Outgoing, Receipt, Connections>;

/** A delivery for exactly the declared events, with no settings but the declared. */
export type Deliveries<Events extends readonly AnyEvent[], Settings> = {
  readonly [E in Events[number] as E['type']]: SomeDelivery<Envelope<DataOf<E>>, Settings>;
};

export function send<Outgoing>(key: string, message: Outgoing): Prepared<Outgoing> {
  return { kind: 'send', key, message };
}
