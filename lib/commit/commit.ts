/** A decision answers data: the writes and the events that follow, or the reason why there are none. */
import type { NewEvent } from '../envelope/event.ts';
import type { Listed, Listing } from '../store/listing.ts';
import type { Item, Put, Ref, Write } from '../store/store.ts';

export interface Commit {
  kind: 'commit';
  /**
   * The condition that makes a repeat harmless. Absent: the engine's own mark. A put if absent: the effect's own item recognises
   * repeats. 'version': a version condition among the writes already does.
   */
  once?: Put | 'version';
  /** Attributes that an honest repeat of `once` shares with what is there; another one is a conflict. */
  sameAs?: readonly string[];
  writes: readonly Write[];
  /** Stored in the outbox by the same transaction. */
  events: readonly NewEvent[];
  /** Put before the transaction. */
  objects: readonly { name: string; bytes: Uint8Array }[];
}

/** The business says no: remembered, dead-lettered, not tried again. */
export interface Refusal {
  kind: 'refusal';
  detail: string;
}

/** Nothing to do for this event: acknowledged and counted. */
export interface Skip {
  kind: 'skip';
  reason: string;
}

const NONE: readonly never[] = [];

type Parts = Partial<Omit<Commit, 'kind'>>;

/** With a `once` that is known to be there, which a job demands. */
export function commit(what: Parts & Required<Pick<Commit, 'once'>>): Commit & Required<Pick<Commit, 'once'>>;
export function commit(what: Parts): Commit;
export function commit(what: Parts): Commit {
  return { kind: 'commit', writes: NONE, events: NONE, objects: NONE, ...what };
}

export function refuse(detail: string): Refusal {
  return { kind: 'refusal', detail };
}

export function skip(reason: string): Skip {
  return { kind: 'skip', reason };
}

/** The items that a decision needs, each under a name. */
export type Refs = { readonly [name: string]: Ref };

/** Everything that a decision may ask for: items by their keys, and bounded queries (`list`). */
export type Loads = { readonly [name: string]: Ref | Listing };

/** The same names → the item found, undefined where there is none; of a query, the items that it found. */
export type Loaded<L extends Loads> = { readonly [Name in keyof L]: FoundBy<L[Name]> };

/** Asks for a `load` where the decision counts on items; without one, none of them would ever be there. */
export type MustLoad<L extends Loads, Load> = Record<never, never> extends L ? unknown : { load: Load };

/** Items as a store answers them, under the names of the refs they were asked by. */
export function byName(refs: Refs, items: readonly (Item | undefined)[]): Loaded<Refs> {
  return Object.fromEntries(Object.keys(refs).map((name, index) => [name, items[index]]));
}

type FoundBy<Asked> = Asked extends Listing<infer I> ? Listed<I> : Asked extends Ref<infer I> ? I | undefined : never;

/** Everything that a pure decision is handed: time, ids, settings, and the digest that hides addresses in keys. */
export interface DecisionContext<Settings = unknown> {
  /** The function's own settings: the environment, parsed by the config's `settings`. */
  settings: Settings;
  /** Who writes: `<topic>-<partition>`, or the HTTP function. Hot sums are sharded by it. */
  writer: string;
  /** The record's offset in the partition that `writer` names; absent where no record is handled. */
  offset?: number;
  /** Epoch milliseconds. */
  nowMs: number;
  newId(): string;
  /** 0 to 1. */
  random(): number;
  /** HMAC-SHA-256 under the application's own secret, base64url. */
  digest(text: string): string;
}
