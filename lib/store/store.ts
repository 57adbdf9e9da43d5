/** The port to the store: DynamoDB's items, conditions and transactions, as data. Adapters: SQLite here, DynamoDB on AWS. */
import type { Fault } from '../errors/fault.ts';

export type Value = string | number | boolean | null | Uint8Array | Value[] | { [name: string]: Value | undefined };

/** An item: its key (`pk`, `sk`) and attributes. `undefined` attributes are not stored. Numbers are finite, never beyond 2^53 - 1 as integers. */
export interface Item {
  pk: string;
  sk: string;
  [attribute: string]: Value | undefined;
}

/** The shape of a table, declared once: adapters and deployment create it from here. `I` is the shape of its items. */
export interface Table<I extends Item = Item> {
  name: string;
  /** Index name → the string attributes that are its partition and sort key. An item without them is not in the index. */
  indexes: { readonly [name: string]: { partition: string; sort: string } };
  /** Items with `expiresAt` (epoch seconds) in the past may be removed at any later time. */
  expires: boolean;
  /** For how long a backup brings back what was destroyed; else as long as AWS keeps it, 35 days. */
  recoveryDays?: number;
  /** An item with this attribute is a tombstone: the store refuses every write to it as an unfulfilled condition. */
  tombstone?: string;
  /** Type only. */
  readonly item?: I;
}

export interface Ref<I extends Item = Item> {
  table: Table<I>;
  pk: string;
  sk: string;
}

type Attributes = Record<string, string | number | boolean | null>;
type Exact = { equals: Record<string, string | number | boolean> };

/** When a write holds: the item is absent; it is there and these attributes equal; it is absent or any of these differs. */
export type Condition = { absent: true } | { equals: Attributes } | { unless: Attributes };

export type Put = { op: 'put'; table: Table; item: Item; when?: Condition };
/**
 * Adds whole numbers to numeric attributes (absent counts as 0) and sets others, creating the item if need be. What is
 * no number, and a sum beyond 2^53 - 1, is a STORE_LIMIT.
 */
export type Add = { op: 'add'; ref: Ref; amounts: Record<string, number>; set?: Attributes };
export type Remove<C extends Condition = Condition> = { op: 'remove'; ref: Ref; when?: C };
export type Check = { op: 'check'; ref: Ref; when: Condition };
/** Sets attributes, and takes one away, of an item that is there when these equal. Names are of a-z, A-Z, 0-9 and "_". */
export type Change = { op: 'change'; ref: Ref; set: Attributes; unset?: string; when: Exact };
export type Write = Put | Add | Remove | Check | Change;

/** A write that can be asked for again: what is there tells whether it was done. */
export type SingleWrite = (Put & { when: { absent: true } }) | Change | Remove<Exact>;
/** The outcome of a single write. After a fault other than STORE_LIMIT it may be done or not. */
export type Outcome =
  | { kind: 'done' | 'conflict' }
  | { kind: 'condition'; found?: Item }
  | { kind: 'fault'; fault: Fault };

/** Why a transaction was not done: the write at `index` met an unfulfilled condition, or another transaction in flight. */
export interface WriteFailure {
  index: number;
  reason: 'condition' | 'conflict';
  /** For a condition: the item as it was found, if there was one. */
  found?: Item;
}

export interface Range {
  /** The bounds of the sort key, both inclusive. */
  from?: string;
  to?: string;
  /** The beginning of the sort key; without `from` and `to`. */
  prefix?: string;
  descending?: boolean;
  /** Items a page, at most 1,000; default 100. */
  limit?: number;
}

export interface Page<I extends Item = Item> {
  items: I[];
  /** With the same range leads to the next page, which may be empty after one that ended at 1 MB; absent on the last. */
  next?: string;
}

export interface Store {
  /** Consistent. One answer a ref, in order; at most 100 refs. */
  read(refs: readonly Ref[]): Promise<(Item | undefined)[]>;
  /**
   * Items of one partition in sort order, of UTF-8 bytes: of the table itself (consistent), or of one of its indexes
   * (eventually so). A page ends at 1 MB. Fault BAD_PAGE: `page` is not the `next` of an earlier page.
   */
  query<I extends Item>(
    from: { table: Table<I>; index?: string; partition: string },
    range?: Range,
    page?: string,
  ): Promise<Page<I>>;
  /**
   * All writes or none. [] = done; otherwise every write that stood in the way. At most 100 writes and 4 MB, one write
   * an item, an item at most 400 KB (else Fault STORE_LIMIT). The same token with the same writes within 10 minutes is
   * done once (AWS: TransactWriteItems, ClientRequestToken); with other writes it is a STORE_LIMIT.
   */
  transact(writes: readonly Write[], token: string): Promise<WriteFailure[]>;
  /**
   * Each write by itself, in no order; its outcome at its place. Cheaper than transactions, with the same limits. No
   * tokens: a write whose condition fails on just what it would have left is done, for it may be our own doing.
   */
  writeEach(writes: readonly SingleWrite[]): Promise<Outcome[]>;
  /**
   * Adds by itself and answers the item as it then is, so that each of many callers at once learns its own place in the
   * count. Nothing stands in its way. No tokens: where an answer was lost it may be added twice.
   */
  addAlone(write: Add): Promise<Item>;
  close(): Promise<void>;
}

/** The sort key of an item that is alone in its partition. */
export const ALONE = '-';

export function defineTable<I extends Item>(shape: {
  name: string;
  indexes?: Table['indexes'];
  expires?: boolean;
  recoveryDays?: number;
}): Table<I> {
  return { ...shape, indexes: shape.indexes ?? {}, expires: shape.expires ?? false };
}

export interface TombstonedTable<I extends Item = Item> extends Table<I> {
  tombstone: string;
}

/**
 * The table with tombstones: items that say with `attribute` that what stood there is gone for good. No write replaces,
 * changes or removes one, whatever its own condition. Such tables take no single writes (`writeEach`, `addAlone`).
 */
export function withTombstones<I extends Item>(table: Table<I>, attribute = 'deletedAt'): TombstonedTable<I> {
  return { ...table, tombstone: attribute };
}

export function ref<I extends Item>(table: Table<I>, pk: string, sk: string = ALONE): Ref<I> {
  return { table, pk, sk };
}

export function put<I extends Item>(table: Table<I>, item: I, when?: Condition): Put {
  return { op: 'put', table, item, ...(when && { when }) };
}

const ABSENT: { absent: true } = { absent: true };

export function putIfAbsent<I extends Item>(table: Table<I>, item: I): Put & { when: { absent: true } } {
  return { op: 'put', table, item, when: ABSENT };
}

/** Holds while the item is as it was found: still absent, or these attributes still equal. */
export function unchangedSince<Name extends string>(
  found: { readonly [attribute in Name]: string | number | boolean } | undefined,
  ...attributes: readonly Name[]
): { absent: true } | Exact {
  if (!found) return ABSENT;
  return { equals: Object.fromEntries(attributes.map((name) => [name, found[name]])) };
}

/** Replaces the item only if its `version` is still the one that was read. */
export function putIfVersion<I extends Item & { version: number }>(table: Table<I>, item: I, readVersion: number): Put {
  return put(table, item, { equals: { version: readVersion } });
}

export function add(to: Ref, amounts: Record<string, number>, set?: Attributes): Add {
  return { op: 'add', ref: to, amounts, ...(set && { set }) };
}

export function remove<C extends Condition = Exact>(what: Ref, when?: C): Remove<C> {
  return { op: 'remove', ref: what, ...(when && { when }) };
}

export function check(what: Ref, when: Condition): Check {
  return { op: 'check', ref: what, when };
}

export function change(what: Ref, when: Exact, set: Attributes, unset?: string): Change {
  return { op: 'change', ref: what, set, ...(unset !== undefined && { unset }), when };
}
