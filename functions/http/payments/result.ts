/** `POST /api/v1/payments/{id}/result`: the channel tells, signed, what became of the payment. */
import { rememberCallback, type SeenCallback, seenRef } from '../../../domain/payments/callbacks.ts';
import { type ChannelResult, type Payment, paymentRef, takeResult } from '../../../domain/payments/payment.ts';
import { commit } from '../../../lib/commit/commit.ts';
import { answer, type Command, notFound, problem } from '../../../lib/http/action.ts';
import { signatureRefused } from '../../../lib/http/callback.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { ToldResult } from './schemas.ts';
import { paymentView } from './view.ts';

export const result: Command<ToldResult, undefined, { payment: Ref<Payment>; seen: Ref<SeenCallback> }> = {
  load: ({ path, callback }, surroundings) => ({
    payment: paymentRef(path['id'] ?? ''),
    seen: seenRef(callback, surroundings),
  }),
  decide: ({ request, loaded }, surroundings) => {
    if (loaded.seen) return problem(signatureRefused().problem);
    // Whatever becomes of it, the message is spent: it names no payment, so it could be sent to another one.
    const seen = rememberCallback(seenRef(request.callback, surroundings), surroundings);
    const spent = commit({ writes: [seen] });
    if (!loaded.payment) return notFound('payment', spent);
    const taken = takeResult(loaded.payment, toResult(request.body), surroundings);
    if (taken.kind === 'contradicts') return problem(contradiction(taken.status, request.body.status), spent);
    return answer(200, paymentView(taken.payment), { ...taken.commit, writes: [...taken.commit.writes, seen] });
  },
};

function toResult({
  status,
  failure_code: failureCode = 'UNKNOWN',
  failure_message: failureMessage,
}: ToldResult): ChannelResult {
  return status === 'success' ? { status } : { status, failureCode, failureMessage };
}

function contradiction(is: string, came: string) {
  const detail = `The payment's result is ${is} already; ${came} came. A result is final.`;
  return { status: 409, code: 'RESULT_CONFLICT', title: 'Another result is known', detail };
}
