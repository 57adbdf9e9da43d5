/** The pure parts of a job: find, load, decide. The engine asks, commits and goes on. */
import type { Commit, DecisionContext, Loaded, Loads, MustLoad, Refs, Refusal, Skip } from '../commit/commit.ts';
import type { Item } from '../store/store.ts';
import type { Search } from './search.ts';

/**
 * A commit that says what recognises a repeat. A consumer's default is the mark of an event's id; an item has none, and
 * may be found again at any later time.
 */
export type JobCommit = Commit & Required<Pick<Commit, 'once'>>;

/** Pure: it knows nothing of Lambda, the clock or the store. */
export type Work<I extends Item = Item, L extends Loads = Refs, Settings = unknown> = Working<I, L, Settings> &
  MustLoad<L, (item: I, context: DecisionContext<Settings>) => L>;

// Properties, not methods: the compiler compares a method's parameters in both directions, and lets missing settings pass.
interface Working<I extends Item, L extends Loads, Settings> {
  /** The queries of a run, asked one after the other. Those of the next run are compared with them by their order. */
  find: (context: DecisionContext<Settings>) => readonly Search<I>[];
  /** The items that it must know beside the one found. */
  load?: (item: I, context: DecisionContext<Settings>) => L;
  /** The item is as the store has it now, and still one that `find` asks for. */
  decide: (item: I, loaded: Loaded<L>, context: DecisionContext<Settings>) => JobCommit | Refusal | Skip;
}

/** Work on whatever items: what they are stays between its own parts. */
export interface SomeWork<Settings = never> {
  find: (context: DecisionContext<Settings>) => readonly Search[];
  load?: (item: never, context: DecisionContext<Settings>) => Loads;
  decide: (item: never, loaded: never, context: DecisionContext<Settings>) => JobCommit | Refusal | Skip;
}

/** The engine's view of it: each part takes what the others gave. */
export interface AnyWork {
  find(context: DecisionContext): readonly Search[];
  load?(item: Item, context: DecisionContext): Loads;
  decide(item: Item, loaded: Loaded<Loads>, context: DecisionContext): JobCommit | Refusal | Skip;
}
