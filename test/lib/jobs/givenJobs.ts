/** The job of stale carts, run by run. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'aws-lambda';
import { job } from '../../../lib/jobs/job.ts';
import type { JobReport } from '../../../lib/jobs/runJob.ts';
import type { OpenEngine } from '../../../lib/lambda/lambda.ts';
import { put, ref, type Store } from '../../../lib/store/store.ts';
import { type Cart, cart, carts, closeStaleCarts, config } from '../../fixtures/staleCarts.ts';

type Work = Parameters<typeof job<NonNullable<typeof config.settings>>>[1];

export interface RunOptions {
  /** A repeated invocation has the same. */
  requestId?: string;
  remainingMs?: () => number;
}

let runs = 0;

/** An execution environment of the job: each call is one invocation. */
export function jobOn(open: OpenEngine, work: Partial<Work> = {}, given = config) {
  const handler = job(given, { ...closeStaleCarts, ...work } as Work, { open });
  return async ({ requestId, remainingMs = () => 30_000 }: RunOptions = {}): Promise<JobReport> => {
    runs += 1;
    const context = { awsRequestId: requestId ?? `run-${runs}`, getRemainingTimeInMillis: remainingMs } as Context;
    return await handler({}, context);
  };
}

/** In the order of their last touch, all of them stale at 08:00. */
export async function storeCarts(store: Store, ...ids: string[]): Promise<void> {
  const items = ids.map((id, at) => cart(id, `2026-11-21T07:${String(at).padStart(2, '0')}:00.000Z`));
  await store.transact(
    items.map((item) => put(carts, item)),
    randomUUID(),
  );
}

/** Each cart's version; closed ones have 2, and are in the index no more. */
export async function versionsOf(store: Store, ...ids: string[]): Promise<(string | undefined)[]> {
  const items = await store.read(ids.map((id) => ref(carts, id)));
  return (items as (Cart | undefined)[]).map((item) => item && `${item.version}${item.open ? ' open' : ''}`);
}
