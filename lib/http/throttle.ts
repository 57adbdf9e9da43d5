/** How often one address, and one account, may try: counted in the store, so that every instance counts the same. */
import type { Surroundings } from '../commit/commit.ts';
import { Fault } from '../errors/fault.ts';
import { ALONE, put, type Ref, ref, type Store, type Write } from '../store/store.ts';
import { ProblemError } from './problem.ts';
import { type Attempts, attempts } from './throttleRow.ts';

/** So many tries in so many seconds. */
export interface Limit {
  tries: number;
  seconds: number;
}

export interface Counted {
  /** What is tried: `register`. */
  what: string;
  /** Whose tries are counted, each with a limit; null is none. */
  by: readonly { kind: 'address' | 'account'; who: string; limit: Limit | null }[];
}

/** Whoever is overtaken this often is one of very many. */
const MAX_ROUNDS = 8;

/**
 * Counts a try, or throws the 429 that says how long to wait. Windows are fixed, so that a row is a count and nothing
 * else; across the edge of two, twice as many tries pass. No row holds an address or a name in the clear.
 */
export async function countTry(counted: Counted, store: Store, surroundings: Surroundings): Promise<void> {
  const { nowMs, newId } = surroundings;
  const windows = counted.by.flatMap(({ kind, who, limit }) =>
    limit ? [windowOf([counted.what, kind, who], limit, surroundings)] : [],
  );
  if (windows.length === 0) return;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const found = (await store.read(windows.map((window) => window.ref))) as (Attempts | undefined)[];
    const counts = found.map((row) => row?.attempts ?? 0);
    const waits = windows.flatMap(({ limit, endsAt }, at) =>
      (counts[at] ?? 0) >= limit.tries ? [endsAt - Math.floor(nowMs / 1000)] : [],
    );
    if (waits.length > 0) throw tooMany(Math.max(1, ...waits));
    const writes = windows.map(({ ref: { pk }, endsAt }, at) => oneMore(pk, counts[at] ?? 0, endsAt));
    if ((await store.transact(writes, newId())).length === 0) return;
  }
  throw tooMany(1);
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

function windowOf(name: readonly string[], limit: Limit, { nowMs, digest }: Surroundings): Window {
  const windowIndex = Math.floor(nowMs / 1000 / limit.seconds);
  return {
    ref: ref(attempts, digest(JSON.stringify([...name, limit.seconds, windowIndex]))),
    limit,
    endsAt: (windowIndex + 1) * limit.seconds,
  };
}

function oneMore(pk: string, count: number, expiresAt: number): Write {
  const row: Attempts = { pk, sk: ALONE, attempts: count + 1, expiresAt };
  return put(attempts, row, count === 0 ? { absent: true } : { equals: { attempts: count } });
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
