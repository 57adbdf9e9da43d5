/** The other half of the registry in erasure.ts: lists whose entries an erasure closes for ever, by destroying the key. */
import { orders } from '../orders/order.ts';
import { orderHistory } from '../orders/orderEvent.ts';
import { behaviours } from '../users/behaviour.ts';
import { logins } from '../users/logins.ts';
import { type SealedList, sealedList } from '../users/sealedList.ts';

const byUser = (userId: string) => ({ index: 'byUser', partition: userId });

/** A new one is a line here. */
export const sealedLists: readonly SealedList[] = [
  sealedList(logins),
  sealedList(behaviours),
  sealedList(orders, byUser),
  sealedList(orderHistory, byUser),
];
