/**
 * Facts that accounting has learned of payments and orders, in whatever order events came.
 *
 * A payment's facts stand in an item of its own, and a copy of it stands with its order, because the end of an order moves
 * the money of all its payments, and a refund does not say which order it belongs to. Whoever writes the payment's item,
 * under the condition that it is as it was loaded, writes the copy in the same transaction; so both are always the same.
 */

import { list } from '../../lib/store/listing.ts';
import {
  ALONE,
  defineTable,
  type Item,
  put,
  type Ref,
  ref,
  unchangedSince,
  type Write,
} from '../../lib/store/store.ts';
import type { OrderState, Paid, PaymentFacts } from './position.ts';

/** `version` keeps two facts from overlooking each other. */
export interface KnownPayment extends Item, Omit<PaymentFacts, 'paid'> {
  version: number;
  /** Before 2026-12 `paid` was stored without its fee. */
  paid?: Omit<Paid, 'feeMinor'> & Partial<Pick<Paid, 'feeMinor'>>;
}

export interface KnownOrder extends Item {
  version: number;
  completed?: true;
  cancelled?: true;
}

export const paymentFacts = defineTable<KnownPayment>({ name: 'paymentFacts' });

/** An order's own item, and one for each of its payments. */
export const orderFacts = defineTable<KnownOrder | KnownPayment>({ name: 'orderFacts' });

/** Payments of one order that accounting can move in one transaction; an order with more is a dead letter. */
const MAX_PAYMENTS = 30;

export function paymentFactsRef(paymentId: string): Ref<KnownPayment> {
  return ref(paymentFacts, `payment#${paymentId}`);
}

export function orderFactsRef(orderId: string): Ref<KnownOrder> {
  return ref(orderFacts, `order#${orderId}`) as Ref<KnownOrder>;
}

/** The order's item and its payments. */
export function allOfOrder(orderId: string) {
  return list({ table: orderFacts, partition: `order#${orderId}` }, { limit: MAX_PAYMENTS + 1, beyond: 'fail' });
}

export function splitOrder(items: readonly (KnownOrder | KnownPayment)[]) {
  const isOrder = (item: KnownOrder | KnownPayment): item is KnownOrder => item.sk === ALONE;
  return { order: items.find(isOrder), payments: items.filter((item) => !isOrder(item)) as KnownPayment[] };
}

export function writePayment(known: KnownPayment | undefined, paymentId: string, facts: PaymentFacts): Write[] {
  const { pk, sk } = paymentFactsRef(paymentId);
  const item = { pk, sk, version: (known?.version ?? 0) + 1, ...facts } as KnownPayment;
  const own = put(paymentFacts, item, unchangedSince(known, 'version'));
  const orderId = facts.paid?.orderId;
  if (orderId === undefined) return [own];
  return [own, put(orderFacts, { ...item, pk: `order#${orderId}`, sk: pk })];
}

/** Written with every new payment of the order too, so that the order's end can't overlook one. */
export function writeOrder(
  known: KnownOrder | undefined,
  orderId: string,
  told: Pick<KnownOrder, 'completed' | 'cancelled'>,
) {
  const { pk, sk } = orderFactsRef(orderId);
  const { completed, cancelled } = { ...known, ...told };
  const item = {
    pk,
    sk,
    version: (known?.version ?? 0) + 1,
    ...(completed && { completed }),
    ...(cancelled && { cancelled }),
  };
  return put(orderFacts, item, unchangedSince(known, 'version'));
}

export function stateOf(order: Pick<KnownOrder, 'completed' | 'cancelled'> | undefined): { order?: OrderState } {
  if (order?.completed) return { order: order.cancelled ? 'contradictory' : 'completed' };
  return order?.cancelled ? { order: 'cancelled' } : {};
}
