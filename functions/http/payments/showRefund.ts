/** `GET /api/v1/refunds/{id}` */
import { type Payment, paymentRef } from '../../../domain/payments/payment.ts';
import { type Refund, refundRef } from '../../../domain/payments/refund.ts';
import { answer, notFound, ownedBy, type Query } from '../../../lib/http/action.ts';
import { refundView } from './view.ts';

export const showRefund: Query = {
  find: async ({ request: { path }, store }) => {
    const [refund] = (await store.read([refundRef(path['id'] ?? '')])) as (Refund | undefined)[];
    if (!refund) return notFound('refund');
    const [payment] = (await store.read([paymentRef(refund.paymentId)])) as (Payment | undefined)[];
    return ownedBy({ merchant: payment?.merchantId }, answer(200, refundView(refund)));
  },
};
