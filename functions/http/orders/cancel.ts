/** `POST /api/v1/orders/{id}/cancel` */
import { cancelOrder } from '../../../domain/orders/change.ts';
import { changing } from './changing.ts';
import type { Cancellation } from './schemas.ts';

export const cancel = changing<Cancellation>({
  by: 'cancel',
  make: (order, body, opened, context) => cancelOrder(order, body?.reason ?? 'unspecified', opened, context),
});
