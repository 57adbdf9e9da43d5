/** Keeps a log readable while one cause fails a thousand records: what is told in full is told once a minute. */
import type { Clock } from '../clock/clock.ts';

/** True for what was not asked about within the last minute. */
export type Seldom = (what: string) => boolean;

const EVERY_MS = 60_000;
/** Causes that are remembered: whoever makes up more of them is told more often. */
const MOST = 500;

export function createSeldom(now: Clock): Seldom {
  const told = new Map<string, number>();
  return (what) => {
    const nowMs = now();
    if (nowMs - (told.get(what) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return false;
    told.delete(what);
    told.set(what, nowMs);
    const [oldest] = told.keys();
    if (told.size > MOST && oldest !== undefined) told.delete(oldest);
    return true;
  };
}
