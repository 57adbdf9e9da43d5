/** `GET /api/v1/payments/{id}` */
import { type Payment, paymentRef } from '../../../domain/payments/payment.ts';
import { answer, notFound, ownedBy, type Query } from '../../../lib/http/action.ts';
import { paymentView } from './view.ts';

export const show: Query = {
  find: async ({ request: { path }, store }) => {
    const [found] = await store.read([paymentRef(path['id'] ?? '')]);
    if (!found) return notFound('payment');
    const payment = found as Payment;
    return ownedBy({ merchant: payment.merchantId }, answer(200, paymentView(payment)));
  },
};
