/** Waking the job that works off rows due, where one is due before its next run. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import { ALONE, put, ref, type Store, type Table, unchangedSince } from '../store/store.ts';
import { due } from './dueRow.ts';

/** The job comes by itself so often, and sees to what is due until its next run. */
export const EVERY_MS = 60_000;

/** Until when a run looks for new rows. In the partition of no shard. */
interface Awake {
  pk: string;
  sk: string;
  untilMs: number;
}

const awake: Table<Awake & Record<string, string | number>> = { name: due.name, indexes: {}, expires: false };
const place = { pk: 'due-awake', sk: ALONE };

/** `call` is made by the one process whose turn it is, and only where no run looks at that time. Throws what store and call throw. */
export function dueWaker(store: Store, call: () => Promise<void>, now: Clock): (dueAtMs: number) => Promise<void> {
  return async (dueAtMs) => {
    if (dueAtMs - now() > EVERY_MS) return;
    const [found] = await store.read([ref(awake, place.pk)]);
    const last = found as Awake | undefined;
    if (last && last.untilMs > Math.max(dueAtMs, now())) return;
    const write = put(awake, { ...place, untilMs: now() + EVERY_MS }, unchangedSince(last, 'untilMs'));
    const failures = await store.transact([write], randomUUID());
    if (failures.length === 0) await call();
  };
}

/** Says that a run looks for new rows until then; 0: that it looks no more. */
export async function stayAwake(store: Store, untilMs: number): Promise<void> {
  await store.transact([put(awake, { ...place, untilMs })], randomUUID());
}
