/** `POST /api/v1/payments/{id}/result`: the channel tells, signed, what became of the payment. */
import * as z from 'zod';
import { rememberCallback, type SeenCallback, seenRef } from '../../../domain/payments/callbacks.ts';
import { type ChannelResult, type Payment, paymentRef, takeResult } from '../../../domain/payments/payment.ts';
import { commit } from '../../../lib/commit/commit.ts';
import { answer, type Command, notFound, problem } from '../../../lib/http/action.ts';
import { signatureRefused } from '../../../lib/http/callback.ts';
import { text } from '../../../lib/http/text.ts';
import type { Ref } from '../../../lib/store/store.ts';
import { paymentView } from './view.ts';

const body = z.object({
  status: z.enum(['success', 'failed']),
  failure_code: text(1, 64).optional(),
  failure_message: text(0, 1024).optional(),
});

type Body = z.output<typeof body>;

export const result: Command<Body, undefined, { payment: Ref<Payment>; seen: Ref<SeenCallback> }> = {
  body,
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
}: Body): ChannelResult {
  return status === 'success' ? { status } : { status, failureCode, failureMessage };
}

function contradiction(is: string, came: string) {
  const detail = `The payment's result is ${is} already; ${came} came. A result is final.`;
  return { status: 409, code: 'RESULT_CONFLICT', title: 'Another result is known', detail };
}
