/** Bodies and answers of the orders' routes. */
import * as z from 'zod';
import { currency, minorUnits } from '../../../events/money.ts';
import { text } from '../../../lib/http/text.ts';

/** Ten thousand million of a currency with two decimals; more is a slip of the keyboard. */
const MAX_AMOUNT_MINOR = 1_000_000_000_000;

const items = z
  .array(z.record(text(1, 64), z.json()))
  .max(100)
  .optional();

export const newOrder = z.object({
  user_id: text(1, 64),
  merchant_id: z.uuid(),
  amount: minorUnits.max(MAX_AMOUNT_MINOR).describe('in minor units'),
  currency,
  items,
});

export const orderUpdate = z
  .object({ amount: minorUnits.max(MAX_AMOUNT_MINOR).describe('in minor units').optional(), items })
  .refine(({ amount, items }) => amount !== undefined || items !== undefined, 'expected amount, items or both');

export const cancellation = z
  .object({ reason: text(1, 256).optional().describe('travels in the event, and is not kept') })
  .optional();

/** One that was restored from what other systems told has what they told. */
export const order = z.object({
  order_id: z.string(),
  order_no: z.string().optional(),
  user_id: z.string().optional(),
  merchant_id: z.string().optional(),
  payment_id: z.string().optional(),
  amount: z.int().optional().describe('in minor units'),
  currency: currency.optional(),
  items,
  status: z.string(),
  created_at: z.string(),
});

export type NewOrder = z.output<typeof newOrder>;
export type OrderUpdate = z.output<typeof orderUpdate>;
export type Cancellation = z.output<typeof cancellation>;
