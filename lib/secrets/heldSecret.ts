/** A secret in memory: read anew after five minutes, or as soon as somebody comes with what it does not fit. */

export interface HeldSecret<T> {
  current(): Promise<T>;
  /** For what does not fit the current one: the secret may have been rotated. */
  renewed(): Promise<T>;
}

const KEEP_MS = 300_000;
/** So that made-up key ids and signatures cost nothing, and a source that fails is not asked by every request. */
const PAUSE_MS = 5_000;

/** `read` asks the source and parses what it says. Both calls throw its faults while there is nothing else to answer. */
export function holdSecret<T>(read: () => Promise<T>, now: () => number): HeldSecret<T> {
  let held: { secret: T; readMs: number; triedMs: number } | undefined;
  let reading: Promise<T> | undefined;
  const readAnew = async (): Promise<T> => {
    try {
      const secret = await read();
      held = { secret, readMs: now(), triedMs: now() };
    } catch (error) {
      // A text that was good five minutes ago is better than none.
      if (!held) throw error;
      held = { ...held, triedMs: now() };
    }
    return held.secret;
  };
  const youngerThan = async (limitMs: number): Promise<T> => {
    if (held && (now() - held.readMs < limitMs || now() - held.triedMs < PAUSE_MS)) return held.secret;
    reading ??= readAnew().finally(() => {
      reading = undefined;
    });
    return await reading;
  };
  return { current: () => youngerThan(KEEP_MS), renewed: () => youngerThan(PAUSE_MS) };
}
