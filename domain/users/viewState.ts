/**
 * All that events have told of a user, as a join: any two states have one that knows both. Joining is commutative,
 * associative and idempotent, so the order of events and their repeats make no difference, by construction.
 */
import { CLOCK_TOLERANCE_MS } from '../../lib/clock/clock.ts';
import { toJson } from '../../lib/store/itemJson.ts';
import type { Value } from '../../lib/store/store.ts';
import { compareTellings, compareText, compareTimes } from '../time.ts';

export const viewFields = ['username', 'email', 'status', 'locale', 'profile', 'created_at'] as const;
export type ViewField = (typeof viewFields)[number];

/** A field's value by our own record, and since when; without a value it has been empty since. */
export type OwnField = { at: string; value?: Value };
/** A field's value by a foreign event: which event, when, and `from` which place in the log. */
export type ToldField = { at: string; from?: string; id: string; value: Value };

export type ViewState = {
  /** The version of our own record, as the newest event of ours told it; 0 where none did. */
  version: number;
  own: { [F in ViewField]?: OwnField };
  /** The latest foreign value of each field. */
  foreign: { [F in ViewField]?: ToldField };
  /** The latest log-in, ours or foreign. */
  lastLoginAt?: string;
};

export const nothing: ViewState = { version: 0, own: {}, foreign: {} };

export function join(a: ViewState, b: ViewState): ViewState {
  const { version, own } = isOlder(a, b) ? b : a;
  const lastLoginAt = later(a.lastLoginAt, b.lastLoginAt);
  return { version, own, foreign: joinTold(a.foreign, b.foreign), ...(lastLoginAt !== undefined && { lastLoginAt }) };
}

/** Between equal versions the contents decide, so that the order of arrival decides nothing. */
function isOlder(a: ViewState, b: ViewState): boolean {
  if (a.version !== b.version) return a.version < b.version;
  return toJson(a.own) < toJson(b.own);
}

function joinTold(a: ViewState['foreign'], b: ViewState['foreign']): ViewState['foreign'] {
  const fields = viewFields.flatMap((field) => {
    const [one, other] = [a[field], b[field]];
    const told = one && other ? laterTold(one, other) : (one ?? other);
    return told ? [[field, told]] : [];
  });
  return Object.fromEntries(fields);
}

/** The later by (time, place in the log, event id); an id that was used twice doesn't bring the order of arrival back. */
function laterTold(a: ToldField, b: ToldField): ToldField {
  const order = compareTimes(a.at, b.at) || compareTellings(a, b) || compareText(toJson(a.value), toJson(b.value));
  return order < 0 ? b : a;
}

/** The state without what claims to be later than now by more than clocks differ: it was kept before such times were bounded. */
export function upTo(state: ViewState, nowMs: number): ViewState {
  const latest = new Date(nowMs + CLOCK_TOLERANCE_MS).toISOString();
  const isPast = (at: string) => compareTimes(at, latest) <= 0;
  const { lastLoginAt, ...others } = state;
  const foreign = Object.entries(state.foreign).filter(([, told]) => isPast(told.at));
  const isKnown = lastLoginAt !== undefined && isPast(lastLoginAt);
  return { ...others, foreign: Object.fromEntries(foreign), ...(isKnown && { lastLoginAt }) };
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareTimes(a, b) < 0 ? b : a;
}
