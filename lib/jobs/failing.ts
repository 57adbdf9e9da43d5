/** Items that a job fails at: counted, told, tried again with growing pauses, and never in the way of others. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../connect/engine.ts';
import type { Fault } from '../errors/fault.ts';
import { toldOf } from '../observability/told.ts';
import { itemNameOf } from '../store/refs.ts';
import { put, type Ref } from '../store/store.ts';
import { type FailingItem, failingRef, jobs } from '../tables/jobs.ts';
import { shown } from '../text/shown.ts';

/** From so many failures in a row on somebody must look: each is an error line, and the item waits in between. */
const MANY_FAILURES = 5;
const FIRST_PAUSE_MS = 600_000;
/** Less than a day, so that a nightly job meets the item each night. */
const LONGEST_PAUSE_MS = 82_800_000;
/** An item that nobody finds any more is forgotten. */
const KEPT_SECONDS = 30 * 86_400;

/** Failures of an item that ended the process: it waits as long as any. */
const AS_MANY_AS_NEEDED = 16;

export interface Failed {
  item: Ref;
  fault: Fault;
  /** The row of earlier failures. */
  earlier: FailingItem | undefined;
}

/** Notes one failure more, and tells it. */
export async function noteFailure({ item, fault, earlier }: Failed, engine: Engine): Promise<void> {
  const nowMs = engine.now();
  const before = fault.code === 'CRASHED' ? AS_MANY_AS_NEEDED : (earlier?.failures ?? 0);
  const failures = before + 1;
  const nextAtMs = nowMs + pauseMsAfter(failures);
  const place = itemNameOf(item);
  const told = toldOf(fault, engine.seldom);
  const { pk, sk } = failingRef(engine.function, item);
  const row: FailingItem = {
    pk,
    sk,
    item: place,
    failures,
    errorCode: fault.code,
    error: shown(told.error, 1_000),
    at: new Date(nowMs).toISOString(),
    nextAtMs,
    expiresAt: Math.ceil(nextAtMs / 1000) + KEPT_SECONDS,
  };
  await engine.connections.store.transact([put(jobs, row)], randomUUID());
  const line = { item: place, failures, ...told };
  if (failures < MANY_FAILURES) engine.log.warn('item.failed', line);
  else engine.log.error('item.stuck', { ...line, nextTry: new Date(nextAtMs).toISOString() });
}

/** None at first: the next run tries again. */
function pauseMsAfter(failures: number): number {
  if (failures < MANY_FAILURES) return 0;
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - MANY_FAILURES));
}
