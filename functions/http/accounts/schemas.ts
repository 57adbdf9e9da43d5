/** Answers of the accounts' routes. */
import * as z from 'zod';
import { currency } from '../../../events/money.ts';
import { next } from '../../../lib/http/paging.ts';

/** A JSON number beyond 2^53 - 1 would be rounded by those who read it. */
const exact = z
  .union([z.int(), z.string().regex(/^-?\d+$/)])
  .describe('minor units: a number up to 2^53 - 1, beyond it the digits as text');

const balance = z.object({ currency, debit_minor: exact, credit_minor: exact, balance_minor: exact });

export const account = z.object({ account: z.string(), balances: z.array(balance) });

const entry = z.object({
  journal_id: z.string(),
  currency,
  debit_minor: z.int().optional(),
  credit_minor: z.int().optional(),
  posted_at: z.iso.datetime(),
});

export const statement = z.object({ account: z.string(), entries: z.array(entry), next });
