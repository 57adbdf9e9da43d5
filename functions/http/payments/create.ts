/** `POST /api/v1/payments` */
import * as z from 'zod';
import { createPayment } from '../../../domain/payments/payment.ts';
import { currency, minorUnits } from '../../../events/money.ts';
import { answer, type Command } from '../../../lib/http/action.ts';
import { text } from '../../../lib/http/text.ts';
import { paymentView } from './view.ts';

/** Ten thousand million of a currency with two decimals; more is a slip of the keyboard. */
const MAX_AMOUNT_MINOR = 1_000_000_000_000;

const body = z.object({
  merchant_id: z.uuid(),
  amount: minorUnits.max(MAX_AMOUNT_MINOR),
  currency,
  order_id: text(1, 64).optional(),
  channel: text(1, 64).optional(),
  metadata: z.record(text(0, 64), z.json()).optional(),
});

export const create: Command<z.output<typeof body>> = {
  body,
  decide: ({ request }, surroundings) => {
    const { merchant_id: merchantId, amount: amountMinor, order_id: orderId, ...rest } = request.body;
    const { payment, commit } = createPayment({ merchantId, amountMinor, orderId, ...rest }, surroundings);
    return answer(201, paymentView(payment), commit);
  },
};
