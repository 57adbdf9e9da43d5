/** Events of payments. Amounts are integers in the currency's minor unit. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { currency, minorUnits } from './money.ts';
import { paymentCreatedTopic, paymentFailedTopic, paymentSuccessTopic } from './topics/payments.ts';

const payment = z.object({
  payment_id: z.string().min(1),
  payment_no: z.string(),
  merchant_id: z.string().min(1),
  order_id: z.string().min(1).optional(),
  amount: minorUnits,
  currency,
  status: z.string(),
  created_at: z.string(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});

const failure = payment.extend({ failure_code: z.string(), failure_message: z.string().optional() });

const shared = { version: 1, key: (data: { payment_id: string }) => data.payment_id } as const;

export const paymentCreated = defineEvent({
  ...shared,
  type: 'payment.created',
  topic: paymentCreatedTopic,
  data: payment,
  reads: tolerant(payment, ['payment_no', 'status', 'created_at']),
});

export const paymentSuccess = defineEvent({
  ...shared,
  type: 'payment.success',
  topic: paymentSuccessTopic,
  data: payment,
  reads: tolerant(payment, ['payment_no', 'status', 'created_at']),
});

export const paymentFailed = defineEvent({
  ...shared,
  type: 'payment.failed',
  topic: paymentFailedTopic,
  data: failure,
  reads: tolerant(failure, ['payment_no', 'status', 'created_at', 'failure_code']),
});
