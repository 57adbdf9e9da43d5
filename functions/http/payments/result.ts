/** `POST /api/v1/payments/{id}/result`: the channel tells, signed, what became of the payment. */
import { type ChannelResult, type Payment, paymentRef, takeResult } from '../../../domain/payments/payment.ts';
import { type Saga, sagaRef } from '../../../domain/saga/saga.ts';
import { takeChannelWord } from '../../../domain/saga/told.ts';
import { answer, type Command, notFound, problem } from '../../../lib/http/action.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { ToldResult } from './schemas.ts';
import { paymentView } from './view.ts';

export const result: Command<ToldResult, undefined, { payment: Ref<Payment>; saga: Ref<Saga> }> = {
  load: ({ path }) => ({ payment: paymentRef(path['id'] ?? ''), saga: sagaRef(path['id'] ?? '') }),
  decide: ({ request, loaded: { payment, saga } }, context) => {
    if (!payment) return notFound('payment');
    const told = toResult(request.body);
    const taken = saga ? takeChannelWord(payment, saga, told, context) : takeResult(payment, told, context);
    if (taken.kind === 'contradicts') return problem(contradiction(taken.status, request.body.status));
    return answer(200, paymentView(taken.payment), taken.commit);
  },
};

export function toResult({
  status,
  failure_code: failureCode = 'UNKNOWN',
  failure_message: failureMessage,
}: ToldResult): ChannelResult {
  return status === 'success' ? { status } : { status, failureCode, failureMessage };
}

export function contradiction(is: string, came: string, what = 'payment') {
  const detail = `The ${what}'s result is ${is} already; ${came} came. A result is final.`;
  return { status: 409, code: 'RESULT_CONFLICT', title: 'Another result is known', detail };
}
