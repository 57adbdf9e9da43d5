/** A clock that only moves when nothing is left to do: hours pass in milliseconds, and always in the same order. */

const realImmediate = setImmediate;

interface Alarm {
  atMs: number;
  order: number;
  /** null: called off. */
  ring: (() => void) | null;
}

export interface Clock {
  now(): number;
  after(ms: number, ring: () => void): Alarm;
  sleep(ms: number): Promise<void>;
  /** Until no alarm is left. Answers false when that would take more than `limit` alarms. */
  run(limit: number): Promise<boolean>;
}

export function createClock(startMs: number): Clock {
  let nowMs = startMs;
  let order = 0;
  /** The next one is last. */
  const alarms: Alarm[] = [];

  const after = (ms: number, ring: () => void): Alarm => {
    order += 1;
    const alarm = { atMs: nowMs + Math.max(0, ms), order, ring };
    alarms.splice(indexFor(alarm, alarms), 0, alarm);
    return alarm;
  };
  return {
    now: () => nowMs,
    after,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    run: async (limit) => {
      for (let rung = 0; rung < limit; rung += 1) {
        const alarm = alarms.pop();
        if (!alarm) return true;
        if (!alarm.ring) continue;
        nowMs = alarm.atMs;
        alarm.ring();
        // Everything that this alarm sets off is done before the next one rings.
        await new Promise((resolve) => realImmediate(resolve));
      }
      return false;
    },
  };
}

/** Later alarms first; of one moment, the one set last comes first, and so rings last. */
function indexFor(alarm: Alarm, alarms: readonly Alarm[]): number {
  let [low, high] = [0, alarms.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = alarms[middle];
    if (other && (other.atMs > alarm.atMs || (other.atMs === alarm.atMs && other.order > alarm.order)))
      low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The timers that lib uses by their global names, on this clock while `work` runs. */
export async function onClock<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  const real = { setTimeout, clearTimeout, setImmediate };
  const realTimeout = AbortSignal.timeout;
  Object.assign(globalThis, {
    setTimeout: (ring: () => void, ms = 0) => clock.after(ms, ring),
    clearTimeout: (alarm?: Alarm) => {
      if (alarm) alarm.ring = null;
    },
    setImmediate: (ring: () => void) => clock.after(0, ring),
  });
  AbortSignal.timeout = (ms) => {
    const limit = new AbortController();
    clock.after(ms, () => limit.abort(new DOMException('the limit of the call is over', 'TimeoutError')));
    return limit.signal;
  };
  try {
    return await work();
  } finally {
    Object.assign(globalThis, real);
    AbortSignal.timeout = realTimeout;
  }
}
