/** `GET /api/v1/payments/{id}` */
import { type Payment, paymentRef } from '../../../domain/payments/payment.ts';
import { answer, notFound, type Query } from '../../../lib/http/action.ts';
import { paymentView } from './view.ts';

export const show: Query = {
  find: async ({ path }, store) => {
    const [payment] = await store.read([paymentRef(path['id'] ?? '')]);
    return payment ? answer(200, paymentView(payment as Payment)) : notFound('payment');
  },
};
