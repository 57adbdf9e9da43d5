/** `GET /api/v1/orders/{id}` */
import { type Order, orderRef, orders } from '../../../domain/orders/order.ts';
import { openRest } from '../../../domain/orders/sealed.ts';
import { userKeyRef } from '../../../domain/users/userKey.ts';
import { answer, type Command, notFound, ownedBy } from '../../../lib/http/action.ts';
import { orderView } from './view.ts';

/** An order, and what it holds sealed, as far as that opens. */
interface Found {
  order: Order;
  rest: Record<string, unknown> | undefined;
}

export const show: Command<unknown, Found | undefined> = {
  prepare: async ({ path }, look, context) => {
    const { order } = await look({ order: orderRef(path['id'] ?? '') });
    if (order?.sealed === undefined || order.userId === undefined) return order && { order, rest: {} };
    const { key } = await look({ key: userKeyRef(order.userId) });
    return { order, rest: openRest(orders, order, key, context) };
  },
  decide: ({ prepared: found }) => {
    if (!found) return notFound('order');
    const { order, rest } = found;
    return ownedBy({ merchant: order.merchantId, user: order.userId }, answer(200, orderView(order, rest?.['items'])));
  },
};
