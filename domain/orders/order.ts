/** An order and what may become of it. */
import { orderCreated } from '../../events/order.ts';
import { commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { JsonObject } from '../../lib/envelope/json.ts';
import { ALONE, defineTable, type Item, putIfAbsent, type Ref, ref } from '../../lib/store/store.ts';
import { newNumber } from '../numbers.ts';
import { openKey, type UserKey } from '../users/userKey.ts';
import { sealInto } from './sealed.ts';
import type { Clear } from './told.ts';

/**
 * Ours have all of it but `paymentId`; one that was restored from what others told has what they told. `sealed` is the
 * rest (items, and fields nobody knows), under the key of the user.
 */
export interface Order extends Item, Clear {
  version: number;
  status: string;
  sealed?: string;
  createdAt: string;
  changedAt: string;
}

const PREFIX = 'order#';

/** `byUser` finds what is held of a person. */
export const orders = defineTable<Order>({
  name: 'orders',
  indexes: { byUser: { partition: 'userId', sort: 'createdAt' } },
});

export function orderRef(orderId: string): Ref<Order> {
  return ref(orders, orderKey(orderId));
}

export function orderKey(orderId: string): string {
  return `${PREFIX}${orderId}`;
}

/** The order's id, from the key of the order or of an item of its history. */
export function orderIdAt({ pk }: Pick<Item, 'pk'>): string {
  return pk.slice(PREFIX.length);
}

export interface OrderRequest {
  userId: string;
  merchantId: string;
  amountMinor: number;
  currency: string;
  items?: JsonObject[] | undefined;
}

/** undefined: the user was deleted. `userKey` is that user's key as it was loaded. */
export function createOrder(request: OrderRequest, userKey: UserKey | undefined, context: DecisionContext) {
  const key = openKey(request.userId, userKey, context);
  if (!key) return undefined;
  const { items, ...asked } = request;
  const createdAt = new Date(context.nowMs).toISOString();
  const created = {
    pk: orderKey(context.newId()),
    sk: ALONE,
    version: 1,
    orderNo: newNumber('ORD', createdAt, context),
    ...asked,
    status: 'created',
    createdAt,
    changedAt: createdAt,
  };
  const { item: order, writes } = sealInto<Order>(orders, created, items ? { items } : {}, key);
  const event = orderCreated(eventDataOf(created, items), factOf(created, context.newId()));
  return { order, commit: commit({ writes: [putIfAbsent(orders, order), ...writes], events: [event] }) };
}

/** An order with all that its events must tell. */
export type CompleteOrder = Order &
  Pick<Required<Order>, 'orderNo' | 'userId' | 'merchantId' | 'amountMinor' | 'currency'>;

/** One that was restored from what other systems told may lack some of it. */
export function isComplete(order: Order): order is CompleteOrder {
  const { orderNo, userId, merchantId, amountMinor, currency } = order;
  return [orderNo, userId, merchantId, amountMinor, currency].every((value) => value !== undefined);
}

export function factOf({ pk, version, changedAt }: Pick<Order, 'pk' | 'version' | 'changedAt'>, id: string) {
  return { id, at: changedAt, entity: { stream: pk, version } };
}

/** `items` are opened already; what else stands there is left out. */
export function eventDataOf(order: CompleteOrder, items: unknown) {
  return {
    order_id: orderIdAt(order),
    order_no: order.orderNo,
    user_id: order.userId,
    merchant_id: order.merchantId,
    amount: order.amountMinor,
    currency: order.currency,
    status: order.status,
    ...(Array.isArray(items) && { items: items as JsonObject[] }),
    ...(order.paymentId !== undefined && { payment_id: order.paymentId }),
    created_at: order.createdAt,
  };
}
