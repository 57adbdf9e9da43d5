/** `POST /api/v1/orders/{id}/complete` */
import { completeOrder } from '../../../domain/orders/change.ts';
import { changing } from './changing.ts';

export const complete = changing<unknown>({
  by: 'complete',
  make: (order, _body, opened, context) => completeOrder(order, opened, context),
});
