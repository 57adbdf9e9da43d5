/** `POST /api/v1/payments` */
import { createPayment } from '../../../domain/payments/payment.ts';
import { type SagaSettings, withSaga } from '../../../domain/saga/begin.ts';
import type { Refs } from '../../../lib/commit/commit.ts';
import { answer, type Command } from '../../../lib/http/action.ts';
import type { NewPayment } from './schemas.ts';
import { paymentView } from './view.ts';

export const create: Command<NewPayment, undefined, Refs, SagaSettings> = {
  decide: ({ request }, context) => {
    const { merchant_id: merchantId, amount: amountMinor, order_id: orderId, ...rest } = request.body;
    const { payment, commit } = createPayment({ merchantId, amountMinor, orderId, ...rest }, context);
    return answer(201, paymentView(payment), withSaga(payment, commit, context));
  },
};
