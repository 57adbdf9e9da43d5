/** `POST /api/v1/payments` */
import * as z from 'zod';
import { createPayment } from '../../../domain/payments/payment.ts';
import { currency, minorUnits } from '../../../events/money.ts';
import { answer, type Command } from '../../../lib/http/action.ts';
import { paymentView } from './view.ts';

const body = z.object({
  merchant_id: z.uuid(),
  amount: minorUnits,
  currency,
  order_id: z.string().min(1).max(64).optional(),
  channel: z.string().min(1).max(64).optional(),
  metadata: z.record(z.string().max(64), z.json()).optional(),
});

export const create: Command<z.output<typeof body>> = {
  body,
  decide: ({ request }, surroundings) => {
    const { merchant_id: merchantId, amount: amountMinor, order_id: orderId, ...rest } = request.body;
    const { payment, commit } = createPayment({ merchantId, amountMinor, orderId, ...rest }, surroundings);
    return answer(201, paymentView(payment), commit);
  },
};
