/** `POST /api/v1/payments/{id}/refunds` */
import { type Payment, paymentRef, paymentTransitions } from '../../../domain/payments/payment.ts';
import { createRefund as newRefund, refundable } from '../../../domain/payments/refund.ts';
import { notAllowed, stateAfter } from '../../../domain/transitions.ts';
import { answer, type Command, notFound, ownedBy, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { NewRefund } from './schemas.ts';
import { refundView } from './view.ts';

export const createRefund: Command<NewRefund, undefined, { payment: Ref<Payment> }> = {
  load: ({ path }) => ({ payment: paymentRef(path['id'] ?? '') }),
  decide: ({ request: { body }, loaded: { payment } }, context) => {
    if (!payment) return notFound('payment');
    const owner = { merchant: payment.merchantId };
    if (stateAfter(paymentTransitions, payment.status, 'refund') === undefined) {
      return ownedBy(owner, problem(notAllowed(paymentTransitions, 'payment', payment.status, 'refund')));
    }
    const left = refundable(payment);
    const amountMinor = body.amount ?? left;
    if (amountMinor > left || left === 0) return ownedBy(owner, problem(tooLarge(payment, amountMinor)));
    const { refund, commit } = newRefund(payment, { amountMinor, reason: body.reason }, context);
    return ownedBy(owner, answer(201, refundView(refund), commit));
  },
};

function tooLarge(payment: Payment, asked: number) {
  const { amountMinor, refundedMinor = 0, currency } = payment;
  const detail = `Of ${amountMinor} ${currency} (minor units) ${refundedMinor} are refunded or about to be; ${refundable(payment)} are left, ${asked} were asked for.`;
  return { status: 422, code: 'REFUND_TOO_LARGE', title: 'More than what is left of the payment', detail };
}
