/** `PATCH /api/v1/orders/{id}` */
import { updateOrder } from '../../../domain/orders/change.ts';
import { changing } from './changing.ts';
import type { OrderUpdate } from './schemas.ts';

export const update = changing<OrderUpdate>({
  by: 'update',
  make: (order, { amount: amountMinor, items }, opened, context) =>
    updateOrder(order, { amountMinor, items }, opened, context),
});
