/** Group commit: what is asked for side by side goes to the store in as few round trips as it allows. */
import { writeGroup, writeSingle } from './groupedWrites.ts';
import { checkReads, checkWrites } from './limits.ts';
import { type Request, type SingleWrites, split } from './merging.ts';
import { readAll } from './readAll.ts';
import { singleRound } from './singleRounds.ts';
import type { Item, Ref, Store } from './store.ts';

/**
 * Wraps a store. Requests of one turn of the event loop share reads, transactions and round trips of single writes; each
 * is answered as if it had been alone: one that fails harms no other. Requests on the same item go one after the other.
 */
export function groupingStore(store: Store): Store {
  const reads = gathering<ReadRequest>((asked) => readTogether(asked, store));
  const writes = gathering<Request>((asked) => writeTogether(asked, store));
  return {
    ...store,
    read: (refs) =>
      new Promise((resolve, reject) => {
        checkReads(refs);
        reads({ refs, resolve, reject });
      }),
    transact: (wanted, token) =>
      new Promise((resolve, reject) => {
        checkWrites(wanted, token);
        writes({ kind: 'transaction', writes: wanted, token, resolve, reject });
      }),
    writeEach: (wanted) =>
      new Promise((resolve, reject) => {
        writes({ kind: 'single', writes: wanted, resolve, reject });
      }),
  };
}

interface ReadRequest {
  refs: readonly Ref[];
  resolve(items: (Item | undefined)[]): void;
  reject(error: unknown): void;
}

/** Hands over together what came in one turn, once everything that is ready to ask has asked. */
function gathering<Asked extends { reject(error: unknown): void }>(
  handle: (asked: Asked[]) => Promise<void>,
): (asked: Asked) => void {
  let waiting: Asked[] = [];
  return (asked) => {
    waiting.push(asked);
    if (waiting.length > 1) return;
    setImmediate(() => {
      const all = waiting;
      waiting = [];
      // Nobody who asked may be left without an answer.
      handle(all).catch((error: unknown) => {
        for (const { reject } of all) reject(error);
      });
    });
  };
}

/** An item that is asked for twice is read twice, which is rare, and costs less than to look for it. */
async function readTogether(asked: readonly ReadRequest[], store: Store): Promise<void> {
  try {
    const items = await readAll(
      asked.flatMap(({ refs }) => refs),
      store,
    );
    let from = 0;
    for (const { refs, resolve } of asked) {
      resolve(items.slice(from, from + refs.length));
      from += refs.length;
    }
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

/** Requests that touch an item another one touches wait for the next round. */
async function writeTogether(asked: readonly Request[], store: Store): Promise<void> {
  for (let left = asked; left.length > 0; ) {
    if (left.every(isSingle)) {
      const { groups, waiting } = singleRound(left);
      await Promise.all(groups.map((group) => writeSingle(group, store)));
      left = waiting;
      continue;
    }
    const { transactions, single, waiting } = split(left);
    await Promise.all([
      ...transactions.map((group) => writeGroup(group, store)),
      ...single.map((group) => writeSingle(group, store)),
    ]);
    left = waiting;
  }
}

function isSingle(request: Request): request is SingleWrites {
  return request.kind === 'single';
}
