/** Claims of one key, in a store of their own. */
import { onTestFinished } from 'vitest';
import { claim } from '../../../lib/deliveries/claiming.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import type { Store } from '../../../lib/store/store.ts';
import { failureRef, markRef, marks } from '../../../lib/tables/marks.ts';
import { recordOf } from '../../fixtures/records.ts';

export const NOW_MS = Date.parse('2026-11-24T08:00:00Z');
export const key = markRef('mail', 'k');
const base = { eventId: 'e', expiresAt: 2_000_000_000 };
/** The mark of the record, should it be dead-lettered. */
export const failure = failureRef('mail', recordOf({ value: 'x' }));

export function openClaims() {
  const store = sqliteStore({ file: ':memory:', tables: [marks], now: () => NOW_MS });
  onTestFinished(() => store.close());
  const mark = async () => (await store.read([key]))[0];
  const take = (owner: string, nowMs: number, by: Store = store) =>
    claim({ ref: key, base, failure, owner }, by, nowMs);
  const held = async (owner: string, nowMs: number) => {
    const claiming = await take(owner, nowMs);
    if (claiming.kind !== 'claimed') throw new Error(`expected a claim, is ${claiming.kind}`);
    return claiming.claim;
  };
  return { store, mark, take, held };
}

/** The mark of a claim that was just made. */
export const claimed = {
  pk: 'mail#k',
  sk: '-',
  eventId: 'e',
  expiresAt: 2_000_000_000,
  state: 'claimed',
  at: '2026-11-24T08:00:00.000Z',
  owner: 'me',
  claimedMs: NOW_MS,
  leaseUntilMs: NOW_MS + 5_000,
};
