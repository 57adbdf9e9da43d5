/** Writes of several requests in one round trip: one that fails is taken out, and harms no other. */
import { randomUUID } from 'node:crypto';
import { toFault } from '../errors/fault.ts';
import { merge, type Part, type Request, type SingleWrites, type Transaction } from './merging.ts';
import type { Outcome, Store, WriteFailure } from './store.ts';

/** The store looks at all before it writes any: where it refuses some as they are, each request is asked for alone. */
export async function writeSingle(group: readonly SingleWrites[], store: Store): Promise<void> {
  let outcomes: Outcome[];
  try {
    outcomes = await store.writeEach(group.flatMap(({ writes }) => writes));
  } catch (error) {
    if (group.length === 1 || !isRefusal(error)) rejectAll(group, error);
    else await Promise.all(group.map((request) => writeSingle([request], store)));
    return;
  }
  let from = 0;
  for (const { writes, resolve } of group) {
    resolve(outcomes.slice(from, from + writes.length));
    from += writes.length;
  }
}

/** One transaction; where it fails, those the reasons name are answered or tried alone, and the others again without them. */
export async function writeGroup(group: readonly Transaction[], store: Store): Promise<void> {
  const { writes, requestsOf } = merge(group);
  const [only] = group;
  const token = group.length === 1 && only ? only.token : randomUUID();
  let failures: WriteFailure[];
  try {
    failures = await store.transact(writes, token);
  } catch (error) {
    if (group.length === 1 || !isRefusal(error)) return rejectAll(group, error);
    for (const request of group) await writeGroup([request], store);
    return;
  }
  await answerAll(group, failuresByTransaction(failures, requestsOf), failures.length > 0, store);
}

async function answerAll(
  group: readonly Transaction[],
  named: ReadonlyMap<Transaction, WriteFailure[]>,
  hasFailed: boolean,
  store: Store,
): Promise<void> {
  if (!hasFailed || group.length === 1) {
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

/** Something in it breaks a limit: nothing was written, and the others are not to blame. */
function isRefusal(error: unknown): boolean {
  return toFault(error).code === 'STORE_LIMIT';
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
