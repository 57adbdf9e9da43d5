/** Group commit: what is asked for side by side goes to the store in as few round trips as it allows. */
import { randomUUID } from 'node:crypto';
import { checkReads, checkWrites } from './limits.ts';
import { loneRound } from './loneRounds.ts';
import { type LoneWrites, merge, type Part, type Request, split, type Transaction } from './merging.ts';
import { readAll } from './readAll.ts';
import type { Item, Outcome, Ref, Store, WriteFailure } from './store.ts';

/**
 * Wraps a store. Requests of one turn of the event loop share reads, transactions and round trips of lone writes; each
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
        writes({ kind: 'lone', writes: wanted, resolve, reject });
      }),
  };
}

interface ReadRequest {
  refs: readonly Ref[];
  resolve(items: (Item | undefined)[]): void;
  reject(error: unknown): void;
}

/** Hands over together what came in one turn, once everything that is ready to ask has asked. */
function gathering<Asked>(handle: (asked: Asked[]) => Promise<void>): (asked: Asked) => void {
  let waiting: Asked[] = [];
  return (asked) => {
    waiting.push(asked);
    if (waiting.length > 1) return;
    setImmediate(() => {
      const all = waiting;
      waiting = [];
      void handle(all);
    });
  };
}

/** What is asked for twice is read twice, which is rare, and costs less than to look for it. */
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
    if (left.every(isLone)) {
      const { groups, waiting } = loneRound(left);
      await Promise.all(groups.map((group) => writeLone(group, store)));
      left = waiting;
      continue;
    }
    const { transactions, lone, waiting } = split(left);
    await Promise.all([
      ...transactions.map((group) => writeGroup(group, store)),
      ...lone.map((group) => writeLone(group, store)),
    ]);
    left = waiting;
  }
}

/** The store looks at all before it writes any: where it refuses some as they are, each request is asked for alone. */
async function writeLone(group: readonly LoneWrites[], store: Store): Promise<void> {
  let outcomes: Outcome[];
  try {
    outcomes = await store.writeEach(group.flatMap(({ writes }) => writes));
  } catch (error) {
    if (group.length === 1) rejectAll(group, error);
    else await Promise.all(group.map((request) => writeLone([request], store)));
    return;
  }
  let from = 0;
  for (const { writes, resolve } of group) {
    resolve(outcomes.slice(from, from + writes.length));
    from += writes.length;
  }
}

function isLone(request: Request): request is LoneWrites {
  return request.kind === 'lone';
}

/** One transaction; where it fails, those the reasons name are answered or tried alone, and the others again without them. */
async function writeGroup(group: readonly Transaction[], store: Store): Promise<void> {
  const { writes, requestsOf } = merge(group);
  const [only] = group;
  const token = group.length === 1 && only ? only.token : randomUUID();
  const failures = await store.transact(writes, token).catch((error: unknown) => rejectAll(group, error));
  if (!failures) return;
  const named = failuresByTransaction(failures, requestsOf);
  if (failures.length === 0 || group.length === 1) {
    for (const request of group) request.resolve(named.get(request) ?? []);
    return;
  }
  const refused = [...named].filter(([, own]) => own.some(({ reason }) => reason === 'condition'));
  for (const [request, own] of refused) request.resolve(own);
  const innocent = group.filter((request) => !named.has(request));
  if (innocent.length > 0) await writeGroup(innocent, store);
  const contended = [...named.keys()].filter((request) => !refused.some(([other]) => other === request));
  for (const request of contended) await writeGroup([request], store);
}

function rejectAll(group: readonly Request[], error: unknown): void {
  for (const { reject } of group) reject(error);
}

/** Each request's failures, their places counted as the request itself counts. */
function failuresByTransaction(
  failures: readonly WriteFailure[],
  requestsOf: readonly Part[][],
): Map<Transaction, WriteFailure[]> {
  const named = new Map<Transaction, WriteFailure[]>();
  for (const failure of failures) {
    for (const { request, index } of requestsOf[failure.index] ?? []) {
      named.set(request, [...(named.get(request) ?? []), { ...failure, index }]);
    }
  }
  return named;
}
