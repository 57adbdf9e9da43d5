/** What the ledger tells: a journal was posted, and how each account moved. */
import * as z from 'zod';
import { defineEvent } from '../lib/envelope/event.ts';
import { currency } from './money.ts';
import { accountingBalanceUpdatedTopic, accountingTransactionCreatedTopic } from './topics/accounting.ts';

const side = z.int().positive().optional();

export const transactionCreated = defineEvent({
  type: 'accounting.transaction.created',
  version: 1,
  topic: accountingTransactionCreatedTopic,
  data: z.object({
    journal_id: z.string(),
    fact_type: z.string(),
    fact_id: z.string(),
    postings: z.array(z.object({ account: z.string(), debit_minor: side, credit_minor: side, currency })),
  }),
  // A journal moves several accounts; its record follows the first one.
  key: (data) => data.postings[0]?.account ?? data.journal_id,
});

export const balanceUpdated = defineEvent({
  type: 'accounting.balance.updated',
  version: 1,
  topic: accountingBalanceUpdatedTopic,
  data: z.object({ account: z.string(), currency, delta_minor: z.int(), journal_id: z.string() }),
  key: (data) => data.account,
});
