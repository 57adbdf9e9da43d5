/** How often one address, and one account, may try: counted in the store, so that every instance counts the same. */
import type { DecisionContext } from '../commit/commit.ts';
import { Fault } from '../errors/fault.ts';
import { type Add, add, type Item, type Ref, ref, type Store } from '../store/store.ts';
import { ProblemError } from './problem.ts';
import { type Attempts, attempts } from './throttleRow.ts';

/** So many tries in so many seconds. */
export interface Limit {
  tries: number;
  seconds: number;
}

export interface Counted {
  /** The name of the limit, `<function>.<setting>`: routes that share one count together. */
  what: string;
  /** The callers and accounts whose tries are counted, each with a limit; null is none. */
  by: readonly { kind: 'address' | 'account'; who: string; limit: Limit | null }[];
}

/**
 * Counts a try, or throws the 429 that says how long to wait. Each try is an add that answers its own place in the count,
 * so that tries at once wait for each other and the limit holds exactly; a full window is not counted on, or one address
 * that is refused could lock the accounts of others. Windows are fixed, so that a row is a count and nothing else; across
 * the edge of two, twice as many tries pass. No row holds an address or a name in the clear.
 */
export async function countTry(counted: Counted, store: Store, context: DecisionContext): Promise<void> {
  const { nowMs } = context;
  const windows = counted.by.flatMap(({ kind, who, limit }) =>
    limit ? [windowOf([counted.what, kind, who], limit, context)] : [],
  );
  if (windows.length === 0) return;
  const before = await store.read(windows.map((window) => window.ref));
  refuse((window, at) => attemptsIn(before[at]) >= window.limit.tries, windows, nowMs);
  const after = await Promise.all(windows.map((window) => store.addAlone(oneMore(window))));
  refuse((window, at) => attemptsIn(after[at]) > window.limit.tries, windows, nowMs);
}

/** Throws the 429 with the longest wait of the windows that are full. */
function refuse(isFull: (window: Window, at: number) => boolean, windows: readonly Window[], nowMs: number): void {
  const full = windows.filter(isFull);
  if (full.length === 0) return;
  throw tooMany(Math.max(1, ...full.map(({ endsAt }) => endsAt - Math.floor(nowMs / 1000))));
}

function attemptsIn(row: Item | undefined): number {
  return (row as Attempts | undefined)?.attempts ?? 0;
}

/** `20/3600`, or `off`. Fault SETTINGS_INVALID. */
export function limitOf(text: unknown, setting: string): Limit | null {
  if (text === 'off') return null;
  const [, tries, seconds] = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(String(text)) ?? [];
  if (tries && seconds) return { tries: Number(tries), seconds: Number(seconds) };
  throw new Fault('SETTINGS_INVALID', `${setting}: expected 20/3600 (tries in so many seconds) or off, came ${text}`);
}

interface Window {
  ref: Ref<Attempts>;
  limit: Limit;
  /** Epoch seconds. */
  endsAt: number;
}

function windowOf(name: readonly string[], limit: Limit, { nowMs, digest }: DecisionContext): Window {
  const windowIndex = Math.floor(nowMs / 1000 / limit.seconds);
  return {
    ref: ref(attempts, digest(JSON.stringify([...name, limit.seconds, windowIndex]))),
    limit,
    endsAt: (windowIndex + 1) * limit.seconds,
  };
}

function oneMore(window: Window): Add {
  return add(window.ref, { attempts: 1 }, { expiresAt: window.endsAt });
}

function tooMany(retryAfterSeconds: number): ProblemError {
  return new ProblemError({
    status: 429,
    code: 'TOO_MANY_TRIES',
    title: 'Too many tries',
    detail: `Too many tries from this address or for this account. Try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
}
