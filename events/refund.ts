/** Events of refunds. Their key is the payment's id, so that the events of one payment stay in order. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { currency, minorUnits } from './money.ts';
import { paymentRefundCreatedTopic, paymentRefundFailedTopic, paymentRefundSuccessTopic } from './topics/payments.ts';

const refund = z.object({
  refund_id: z.string().min(1),
  refund_no: z.string(),
  payment_id: z.string().min(1),
  payment_no: z.string(),
  merchant_id: z.string().min(1),
  order_id: z.string().min(1).optional(),
  amount: minorUnits,
  currency,
  reason: z.string(),
  status: z.string(),
  created_at: z.string(),
});

const failure = refund.extend({ failure_code: z.string(), failure_message: z.string().optional() });

const shared = { version: 1, key: (data: { payment_id: string }) => data.payment_id } as const;
const omitted = ['refund_no', 'payment_no', 'merchant_id', 'reason', 'status', 'created_at'] as const;

export const paymentRefundCreated = defineEvent({
  ...shared,
  type: 'payment.refund.created',
  topic: paymentRefundCreatedTopic,
  data: refund,
  reads: tolerant(refund, omitted),
});

export const paymentRefundSuccess = defineEvent({
  ...shared,
  type: 'payment.refund.success',
  topic: paymentRefundSuccessTopic,
  data: refund,
  reads: tolerant(refund, omitted),
});

export const paymentRefundFailed = defineEvent({
  ...shared,
  type: 'payment.refund.failed',
  topic: paymentRefundFailedTopic,
  data: failure,
  reads: tolerant(failure, [...omitted, 'failure_code']),
});
