/** A collector folds a run of one partition into sums and facts. The engine commits them with the partition's watermark. */
import type { Commit, DecisionContext, Loaded, Loads, MustLoad, Refs, Refusal } from '../commit/commit.ts';
import type { Envelope } from '../envelope/envelope.ts';
import type { AnyEvent, DataOf } from '../envelope/event.ts';

/** One of the declared events, told apart by `type`, and where it stands in its partition. */
export type CollectedEvent<Event extends AnyEvent> = Event extends AnyEvent
  ? Envelope<DataOf<Event>> & { type: Event['type']; offset: number }
  : never;

/** Records of one partition, none between them left out; Kafka itself may leave gaps between offsets. */
export interface Run<Events extends readonly AnyEvent[] = readonly AnyEvent[]> {
  topic: string;
  partition: number;
  firstOffset: number;
  lastOffset: number;
  /**
   * `<topic>-<partition>/<first offset>-<last offset>-<id of this try>`, to be part of every object's name: a try that
   * loses must not overwrite what the winner lists.
   */
  name: string;
  /** At least one, in offset order. Other types and what can't be read are passed over, and inside the bounds all the same. */
  events: readonly CollectedEvent<Events[number]>[];
}

/**
 * Pure, and indifferent to how records are cut into runs: a run that doesn't fit into a transaction, or fails, is folded
 * in halves. `once` has no place in its commit, since the watermark recognises repeats; adds to one item are summed; an
 * object counts only if an item of the same commit lists it, and readers read what is listed.
 */
export type Fold<
  Events extends readonly AnyEvent[] = readonly AnyEvent[],
  R extends Loads = Refs,
  Settings = unknown,
> = Folding<Run<Events>, R, Settings> & MustLoad<R, (run: Run<Events>, context: DecisionContext<Settings>) => R>;

// Properties, for the reason told at Decider.
interface Folding<Given, R extends Loads, Settings> {
  /** The items it must know. */
  load?: (run: Given, context: DecisionContext<Settings>) => R;
  fold: (run: Given, loaded: Loaded<R>, context: DecisionContext<Settings>) => Commit | Refusal;
}

/** A fold of whatever items: what they are stays between its `load` and its `fold`. */
export interface SomeFold<Events extends readonly AnyEvent[], Settings> {
  load?: (run: Run<Events>, context: DecisionContext<Settings>) => Loads;
  fold: (run: Run<Events>, loaded: never, context: DecisionContext<Settings>) => Commit | Refusal;
}
