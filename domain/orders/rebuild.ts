/** Compares an order's record with its history, and decides whether the record is restored, kept or left alone. */
import { fingerprint } from '../../lib/decisions/fingerprint.ts';
import type { JsonObject } from '../../lib/envelope/json.ts';
import { ALONE, type Put, put, putIfAbsent } from '../../lib/store/store.ts';
import { compareTimes } from '../time.ts';
import type { OpenKey } from '../users/userKey.ts';
import type { RestoredOrder } from './history.ts';
import { type Order, orderKey, orders } from './order.ts';
import { sealInto } from './sealed.ts';
import { clearOf } from './told.ts';

/**
 * `current`: it says what the history says; `newer`: it says more than the history knows; `another-user`: the two tell of
 * different people. None of these is touched.
 */
export type Rebuilt =
  | { outcome: 'current' | 'newer' | 'another-user' }
  | { outcome: 'restored' | 'brought-forward'; writes: Put[] };

/** The record as it was found, and its rest opened, as far as it opens. */
export interface Recorded {
  order: Order;
  rest: JsonObject | undefined;
}

/** Where the history says nothing of a field, the record keeps what it has: only what the record lacks or has older is taken. */
export function rebuildOrder(
  orderId: string,
  restored: RestoredOrder,
  recorded: Recorded | undefined,
  key: OpenKey | undefined,
): Rebuilt {
  const { clear, rest, changedAt, events } = restored;
  const place = { pk: orderKey(orderId), sk: ALONE };
  if (!recorded) {
    const order = { ...place, version: events, status: UNKNOWN, ...clear, changedAt };
    const { item, writes } = sealInto<Order>(orders, order, rest, key);
    return { outcome: 'restored', writes: [putIfAbsent(orders, item), ...writes] };
  }
  const { order } = recorded;
  if (compareTimes(order.changedAt, changedAt) > 0) return { outcome: 'newer' };
  if (order.userId !== undefined && clear.userId !== undefined && order.userId !== clear.userId)
    return { outcome: 'another-user' };
  const before = { clear: clearOf(order), rest: recorded.rest ?? {} };
  const after = { clear: { ...before.clear, ...clear }, rest: { ...before.rest, ...rest } };
  if (fingerprint(before) === fingerprint(after)) return { outcome: 'current' };
  const next: Order = { ...order, ...after.clear, version: order.version + 1, changedAt };
  const { item, writes } = sealInto<Order>(orders, next, after.rest, key);
  return { outcome: 'brought-forward', writes: [put(orders, item, { equals: { version: order.version } }), ...writes] };
}

/** The status of an order whose events never named one. */
const UNKNOWN = 'unknown';
