/** Keys in memory: read anew after five minutes, or as soon as a token names one that is not known. */
import { type KeySet, type KeySource, parseKeySet } from './keySet.ts';

export interface HeldKeys {
  current(): Promise<KeySet>;
  /** For an unknown key id. */
  renewed(): Promise<KeySet>;
}

const KEEP_MS = 300_000;
/** So that made-up key ids cost nothing, and a source that fails is not asked by every request. */
const PAUSE_MS = 5_000;

export function holdKeys(source: KeySource, now: () => number): HeldKeys {
  let held: { keys: KeySet; readMs: number; triedMs: number } | undefined;
  let reading: Promise<KeySet> | undefined;
  const read = async (): Promise<KeySet> => {
    try {
      const keys = parseKeySet(await source.read());
      held = { keys, readMs: now(), triedMs: now() };
    } catch (error) {
      // Keys that were good five minutes ago are better than none.
      if (!held) throw error;
      held = { ...held, triedMs: now() };
    }
    return held.keys;
  };
  const youngerThan = async (limitMs: number): Promise<KeySet> => {
    if (held && (now() - held.readMs < limitMs || now() - held.triedMs < PAUSE_MS)) return held.keys;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return await reading;
  };
  return { current: () => youngerThan(KEEP_MS), renewed: () => youngerThan(PAUSE_MS) };
}
