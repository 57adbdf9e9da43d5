/** An order restored from its history, as it was at any time: a pure fold, the same whatever order the events came in. */
import { isObject, type JsonObject } from '../../lib/envelope/json.ts';
import { compareTellings, compareTimes } from '../time.ts';
import { type Clear, type Told, wireNames } from './told.ts';

/** An event of a history, opened as far as its key is there. */
export interface KeptEvent {
  /** One event, however often and under whatever times it was told. */
  id: string;
  type: string;
  at: string;
  /** The place in the log that it came from, where that is known. */
  from?: string;
  clear: Clear;
  rest: JsonObject;
}

/** `rest`: fields of the wire that stand under no name of ours. */
export interface RestoredOrder extends Told {
  clear: Clear & { createdAt: string };
  /** When the last event happened. */
  changedAt: string;
  /** How many made it what it is. */
  events: number;
}

/** undefined: nothing had happened yet. `until` counts in. */
export function restoreOrder(events: readonly KeptEvent[], until?: string): RestoredOrder | undefined {
  const happened = inOrder(events).filter(({ at }) => until === undefined || compareTimes(at, until) <= 0);
  const [first] = happened;
  const last = happened.at(-1);
  if (!first || !last) return undefined;
  const { clear, rest } = happened.reduce(apply, { clear: {}, rest: {} });
  const createdAt = first.clear.createdAt ?? first.at;
  return { clear: { ...clear, createdAt }, rest, changedAt: last.at, events: happened.length };
}

/** By time, place in the log and id, each once: told again under another time, the first one holds. */
export function inOrder<E extends Pick<KeptEvent, 'id' | 'at' | 'from'>>(events: readonly E[]): E[] {
  const sorted = events.toSorted((a, b) => compareTimes(a.at, b.at) || compareTellings(a, b));
  const seen = new Set<string>();
  return sorted.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The event's own fields, then what stands in the clear, then its changes: as they overrule each other. */
function apply(order: Told, event: KeptEvent): Told {
  const { type, clear, rest } = ofTheSameUser(event, order.clear.userId);
  const { changes, ...own } = rest;
  const known = Object.entries(own).filter(([, value]) => value !== null);
  const status = clear.status ?? statusAfter(type);
  const told = withClear(withRest(order, known), { ...clear, ...(status !== undefined && { status }) });
  if (isObject(changes)) {
    const { order_id: _, user_id: __, ...changed } = changes;
    return withRest(told, Object.entries(changed));
  }
  return changes === undefined || changes === null ? told : withRest(told, [['changes', changes]]);
}

/** An order never changes its owner, and data sealed under one person's key is never sealed under another's. */
function ofTheSameUser(
  { type, clear: { userId, ...clear }, rest }: KeptEvent,
  owner = userId,
): Pick<KeptEvent, 'type'> & Told {
  const isTheirs = userId === owner || userId === undefined;
  return { type, clear: { ...clear, ...(owner !== undefined && { userId: owner }) }, rest: isTheirs ? rest : {} };
}

/** A field is in one place only, where it was told last. Null takes it away. */
function withRest({ clear, rest }: Told, told: readonly [string, unknown][]): Told {
  const replaced = told.map(([name]) => wireNames.get(name));
  const left = Object.entries({ ...rest, ...Object.fromEntries(told) }).filter(([, value]) => value !== null);
  return { clear: without(clear, (as) => replaced.includes(as as keyof Clear)), rest: Object.fromEntries(left) };
}

function withClear({ clear, rest }: Told, told: Clear): Told {
  const isReplaced = (name: string) => told[wireNames.get(name) as keyof Clear] !== undefined;
  return { clear: { ...clear, ...told }, rest: without(rest, isReplaced) };
}

function without<O extends object>(held: O, isGone: (name: string) => boolean): O {
  return Object.fromEntries(Object.entries(held).filter(([name]) => !isGone(name))) as O;
}

/** `order_paid` says so; `order_updated` says only that something else changed. */
function statusAfter(type: string): string | undefined {
  const [, verb] = /^order[._]([\w.-]+)$/.exec(type) ?? [];
  return verb === 'updated' ? undefined : verb;
}
