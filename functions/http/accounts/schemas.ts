/** What callers see of an account. */
import * as z from 'zod';
import { currency } from '../../../events/money.ts';
import { next } from '../../../lib/http/paging.ts';

/** Minor units; as text beyond 2^53 - 1, where a JSON number would be rounded. */
const exact = z.union([z.int(), z.string().regex(/^-?\d+$/)]);

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
