/** Waking the relay between its minutes: one call a minute for all processes, however many sends fail. */
import type { Clock } from '../clock/clock.ts';
import { ALONE, put, type Store, unchangedSince } from '../store/store.ts';
import { type OutboxRow, outbox } from './outbox.ts';

const EVERY_MS = 60_000;
const place = { pk: 'relay#woken', sk: ALONE };

/** `call` is only made by the one process whose turn it is. Throws what the store and the call throw. */
export function relayWaker(store: Store, call: () => Promise<void>, now: Clock): () => Promise<void> {
  let askedMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (now() - askedMs < EVERY_MS) return;
    askedMs = now();
    if (await isMyTurn(store, askedMs)) await call();
  };
}

/** A row in no index: it only says when the relay was last woken, and no drain ever sees it. */
async function isMyTurn(store: Store, nowMs: number): Promise<boolean> {
  const [last] = (await store.read([{ table: outbox, ...place }])) as (OutboxRow | undefined)[];
  if (last && nowMs - Date.parse(last.storedAt) < EVERY_MS) return false;
  const row: OutboxRow = { ...place, storedAt: new Date(nowMs).toISOString() };
  const failures = await store.transact(
    [put(outbox, row, unchangedSince(last, 'storedAt'))],
    `wake#${row.storedAt}#${Math.random()}`,
  );
  return failures.length === 0;
}
