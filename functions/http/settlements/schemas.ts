/** Bodies and answers of the settlements' routes. */
import * as z from 'zod';
import { currency, minorUnits } from '../../../events/money.ts';

export const newSettlement = z.object({
  merchant_id: z.uuid(),
  currency,
  amount: minorUnits.optional().describe('in minor units; absent: all that is available'),
});

export const settlement = z.object({
  settlement_id: z.uuid(),
  settlement_no: z.string(),
  merchant_id: z.string(),
  amount: z.int(),
  currency,
  status: z.enum(['created', 'completed']),
  payout: z.enum(['pending', 'paid', 'declined', 'unknown']).optional().describe('what the channel said of the payout'),
  payout_code: z.string().optional(),
  created_at: z.iso.datetime(),
});

export type NewSettlement = z.output<typeof newSettlement>;
