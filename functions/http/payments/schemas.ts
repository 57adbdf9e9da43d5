/** Bodies and answers of the payments' routes. */
import * as z from 'zod';
import { currency, minorUnits } from '../../../events/money.ts';
import { text } from '../../../lib/http/text.ts';

/** Ten thousand million of a currency with two decimals; more is a slip of the keyboard. */
const MAX_AMOUNT_MINOR = 1_000_000_000_000;

const amount = minorUnits.max(MAX_AMOUNT_MINOR).describe('in minor units');
const metadata = z
  .record(text(0, 64), z.json())
  .optional()
  .describe('travels in events; a `trace_id` of yours stands there as `_trace_id`, for `trace_id` is ours');

export const newPayment = z.object({
  merchant_id: z.uuid(),
  amount,
  currency,
  order_id: text(1, 64).optional(),
  channel: text(1, 64).optional(),
  metadata,
});

export const channelResult = z.object({
  status: z.enum(['success', 'failed']),
  failure_code: text(1, 64).optional(),
  failure_message: text(0, 1024).optional(),
});

export const payment = z.object({
  payment_id: z.uuid(),
  payment_no: z.string(),
  merchant_id: z.string(),
  order_id: z.string().optional(),
  amount: z.int(),
  currency,
  channel: z.string().optional(),
  metadata,
  refunded: z.int().optional().describe('in minor units: refunds that succeeded, or may still do'),
  status: z.enum(['created', 'success', 'failed']),
  failure_code: z.string().optional(),
  failure_message: z.string().optional(),
  created_at: z.iso.datetime(),
});

export const newRefund = z.object({
  amount: amount.optional().describe('in minor units; absent: all that is left'),
  reason: text(1, 256),
});

export const refund = z.object({
  refund_id: z.uuid(),
  refund_no: z.string(),
  payment_id: z.uuid(),
  amount: z.int(),
  currency,
  reason: z.string(),
  status: z.enum(['created', 'success', 'failed']),
  failure_code: z.string().optional(),
  failure_message: z.string().optional(),
  created_at: z.iso.datetime(),
});

export type NewRefund = z.output<typeof newRefund>;
export type NewPayment = z.output<typeof newPayment>;
export type ToldResult = z.output<typeof channelResult>;
