/** `POST /api/v1/refunds/{id}/result`: the channel tells, signed, what became of the refund. */
import { type Payment, paymentRef } from '../../../domain/payments/payment.ts';
import { type Refund, refundRef, refundTransitions, takeRefundResult } from '../../../domain/payments/refund.ts';
import { stateAfter } from '../../../domain/transitions.ts';
import { answer, type Command, notFound, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import { contradiction, toResult } from './result.ts';
import type { ToldResult } from './schemas.ts';
import { refundView } from './view.ts';

type Known = { refund: Ref<Refund>; payment?: Ref<Payment> };

export const refundResult: Command<ToldResult, string | undefined, Known> = {
  // A refund never changes its payment, so what was read before still holds when the decision is made.
  prepare: async ({ path }, look) => (await look({ refund: refundRef(path['id'] ?? '') })).refund?.paymentId,
  load: ({ path }, _context, paymentId) => ({
    refund: refundRef(path['id'] ?? ''),
    ...(paymentId !== undefined && { payment: paymentRef(paymentId) }),
  }),
  decide: ({ request: { body }, loaded: { refund, payment } }, context) => {
    if (!refund || !payment) return notFound('refund');
    if (refund.status === body.status) return answer(200, refundView(refund));
    if (stateAfter(refundTransitions, refund.status, body.status) === undefined) {
      return problem(contradiction(refund.status, body.status, 'refund'));
    }
    const taken = takeRefundResult(refund, payment, toResult(body), context);
    return answer(200, refundView(taken.refund), taken.commit);
  },
};
