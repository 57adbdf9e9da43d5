/** The sum that the payments of an order hold of it, so that several at once don't pay more than it costs. */
import { defineTable, type Item, type Put, put, type Ref, ref, unchangedSince } from '../../lib/store/store.ts';
import { isComplete, type Order, orderKey } from '../orders/order.ts';
import type { Saga } from './saga.ts';

export interface OrderHold extends Item {
  version: number;
  heldMinor: number;
}

export const orderHolds = defineTable<OrderHold>({ name: 'orderHolds' });

export function orderHoldRef(orderId: string): Ref<OrderHold> {
  return ref(orderHolds, orderKey(orderId));
}

/**
 * The code of the reason why the order can't be held for this payment; undefined where it can. An order that we have no
 * record of is another system's: nothing of ours stands against it.
 */
export function whyNotHeld(saga: Saga, order: Order | undefined, hold: OrderHold | undefined): string | undefined {
  if (!order) return undefined;
  if (order.status === 'completed' || order.status === 'cancelled') return `ORDER_${order.status.toUpperCase()}`;
  if (!isComplete(order)) return undefined;
  if (order.merchantId !== saga.merchantId) return 'ORDER_OF_ANOTHER_MERCHANT';
  if (order.currency !== saga.currency) return 'ORDER_IN_ANOTHER_CURRENCY';
  return (hold?.heldMinor ?? 0) + saga.amountMinor > order.amountMinor ? 'ORDER_PAID_ALREADY' : undefined;
}

/** Adds the payment's amount to what is held of the order, or takes it back. */
export function holding(saga: Saga, hold: OrderHold | undefined, way: 'hold' | 'release'): Put {
  const { table, pk, sk } = orderHoldRef(saga.orderId);
  const amount = way === 'hold' ? saga.amountMinor : -saga.amountMinor;
  const item = { pk, sk, version: (hold?.version ?? 0) + 1, heldMinor: (hold?.heldMinor ?? 0) + amount };
  return put(table, item, unchangedSince(hold, 'version'));
}
