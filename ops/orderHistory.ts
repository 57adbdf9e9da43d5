/** An order's history as operators look at it: opened as far as the keys of its users are there. */
import { inOrder } from '../domain/orders/history.ts';
import { type OpenedEvent, openEvents, usersOf } from '../domain/orders/keptEvents.ts';
import { orderKey } from '../domain/orders/order.ts';
import { orderHistory } from '../domain/orders/orderEvent.ts';
import { type UserKey, userKeyRef } from '../domain/users/userKey.ts';
import { queryAll } from '../lib/store/queryAll.ts';
import { readAll } from '../lib/store/readAll.ts';
import type { Store } from '../lib/store/store.ts';
import { UsageError } from '../local/usageError.ts';

export interface Looking {
  store: Store;
  digest(text: string): string;
}

/** In order, each event once. UsageError: there is none. Fault SEAL_BROKEN: the secret is not the one it was sealed with. */
export async function readHistory(orderId: string, { store, digest }: Looking): Promise<OpenedEvent[]> {
  const items = await queryAll(store, { table: orderHistory, partition: orderKey(orderId) });
  if (items.length === 0) throw new UsageError(`No event of an order ${orderId} is in the history.`);
  const keys = (await readAll(usersOf(items).map(userKeyRef), store)) as (UserKey | undefined)[];
  return inOrder(openEvents(items, keys, { digest }));
}
