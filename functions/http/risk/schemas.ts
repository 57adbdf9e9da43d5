/** The request for a risk check, and its verdict. */
import * as z from 'zod';
import { currency } from '../../../events/money.ts';
import { text } from '../../../lib/http/text.ts';

export const newCheck = z.object({
  subject_type: text(1, 64),
  subject_id: text(1, 128),
  amount: z.int().nonnegative().optional().describe('in minor units'),
  currency: currency.optional(),
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected two capital letters (ISO 3166-1)')
    .optional(),
});

export const verdict = z.object({
  check_id: z.uuid(),
  score: z.number(),
  level: z.enum(['low', 'medium', 'high', 'critical']),
  reasons: z.array(z.string()),
});

export type NewCheck = z.output<typeof newCheck>;
