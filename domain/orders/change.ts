/** How an order of ours changes: updated while it is open, then completed or cancelled for good. */
import { orderCancelled, orderCompleted, orderUpdated } from '../../events/order.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import type { JsonObject } from '../../lib/envelope/json.ts';
import { putIfVersion } from '../../lib/store/store.ts';
import { timeAfter } from '../time.ts';
import type { Transition } from '../transitions.ts';
import { openKey, type UserKey } from '../users/userKey.ts';
import { type CompleteOrder, eventDataOf, factOf, type Order, orders } from './order.ts';
import { sealInto } from './sealed.ts';

/** Orders restored from what other systems told may be in other states; those allow nothing here. */
export const orderTransitions: readonly Transition<
  'created' | 'completed' | 'cancelled',
  'update' | 'complete' | 'cancel'
>[] = [
  ['created', 'update', 'created'],
  ['created', 'complete', 'completed'],
  ['created', 'cancel', 'cancelled'],
];

export interface Changed {
  order: Order;
  /** Items in the form that callers see. */
  items: unknown;
  commit: Commit;
}

/** Facts beside the order's own item: what it holds sealed, as far as that opens, and its user's key. */
export interface Opened {
  rest: JsonObject | undefined;
  userKey: UserKey | undefined;
}

export interface OrderChanges {
  amountMinor?: number | undefined;
  items?: JsonObject[] | undefined;
}

/** undefined: the user was deleted, and nothing may be stored of them. */
export function updateOrder(
  order: CompleteOrder,
  changes: OrderChanges,
  { rest, userKey }: Opened,
  context: DecisionContext,
): Changed | undefined {
  const key = openKey(order.userId, userKey, context);
  if (!key) return undefined;
  const { amountMinor, items } = changes;
  const next = advanced({ ...order, ...(amountMinor !== undefined && { amountMinor }) }, 'created', context);
  const sealed = { ...rest, ...(items !== undefined && { items }) };
  const { item, writes } = sealInto<Order>(orders, next, sealed, key);
  const told = {
    ...eventDataOf(next, sealed['items']),
    changes: { ...(amountMinor !== undefined && { amount: amountMinor }), ...(items !== undefined && { items }) },
  };
  const event = orderUpdated(told, factOf(next, context.newId()));
  const all = [putIfVersion(orders, item, order.version), ...writes];
  return { order: item, items: sealed['items'], commit: commit({ writes: all, events: [event] }) };
}

export function completeOrder(order: CompleteOrder, { rest }: Pick<Opened, 'rest'>, context: DecisionContext): Changed {
  const next = advanced(order, 'completed', context);
  const event = orderCompleted(eventDataOf(next, rest?.['items']), factOf(next, context.newId()));
  return changedTo(next, order, { rest, event });
}

/** The reason travels in the event and is not kept: it may name a person. */
export function cancelOrder(
  order: CompleteOrder,
  reason: string,
  { rest }: Pick<Opened, 'rest'>,
  context: DecisionContext,
): Changed {
  const next = advanced(order, 'cancelled', context);
  const event = orderCancelled({ ...eventDataOf(next, rest?.['items']), reason }, factOf(next, context.newId()));
  return changedTo(next, order, { rest, event });
}

function changedTo(
  next: CompleteOrder,
  before: Order,
  { rest, event }: Pick<Opened, 'rest'> & { event: NewEvent },
): Changed {
  const writes = [putIfVersion(orders, next, before.version)];
  return { order: next, items: rest?.['items'], commit: commit({ writes, events: [event] }) };
}

function advanced(order: CompleteOrder, status: string, { nowMs }: DecisionContext): CompleteOrder {
  return { ...order, version: order.version + 1, status, changedAt: timeAfter(order.changedAt, nowMs) };
}
