/** Tells the embedded broker's listeners about appends: its own at once, those of other connections by looking often. */
import type { SQLOutputValue } from 'node:sqlite';
import type { Database } from '../../lib/sqlite/database.ts';

/** A look costs a few microseconds, and every hop from a function to the next one waits for half of this. */
const lookEveryMs = 5;

export function openAppendWatch(log: Database) {
  const hasNews = foreignAppends(log);
  const listeners = new Set<() => void>();
  let looking: NodeJS.Timeout | undefined;
  let announced: NodeJS.Immediate | undefined;

  /** Later, so that no listener runs inside a publish, and once for all publishes of this turn. */
  function announce(): void {
    announced ??= setImmediate(() => {
      announced = undefined;
      for (const listener of listeners) listener();
    });
  }

  function stop(): void {
    clearInterval(looking);
    clearImmediate(announced);
    looking = undefined;
    announced = undefined;
    listeners.clear();
  }

  function look(): void {
    if (hasNews()) announce();
  }

  function listen(listener: () => void): () => void {
    // Records that were appended before the first listener came are no news.
    if (listeners.size === 0) hasNews();
    listeners.add(listener);
    looking ??= setInterval(look, lookEveryMs).unref();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) stop();
    };
  }

  return { listen, announce, stop };
}

/**
 * `PRAGMA data_version` changes when another connection committed anything (https://sqlite.org/pragma.html#pragma_data_version);
 * whether that was an append, the sum of the ends tells, since it only ever grows.
 */
function foreignAppends(log: Database): () => boolean {
  const version = log.statement('PRAGMA data_version');
  const ends = log.statement('SELECT SUM(next_offset) AS total FROM partitions');
  let seenVersion: SQLOutputValue | undefined;
  let seenTotal: SQLOutputValue | undefined;
  return () =>
    log.run(() => {
      const currentVersion = version.get()?.['data_version'];
      if (currentVersion === seenVersion) return false;
      seenVersion = currentVersion;
      const total = ends.get()?.['total'];
      if (total === seenTotal) return false;
      seenTotal = total;
      return true;
    });
}
