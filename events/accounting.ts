/** Events of the ledger: a journal was posted, and by how much each account moved. */
import * as z from 'zod';
import { defineEvent } from '../lib/envelope/event.ts';
import { currency } from './money.ts';
import { accountingBalanceUpdatedTopic, accountingTransactionCreatedTopic } from './topics/accounting.ts';

const side = z.int().positive().optional();

interface Posted {
  fact_id: string;
  postings: readonly { account: string }[];
}

/**
 * The first account of a merchant among the postings: journals spread as merchants do, and those of one account stay in
 * order, which is what a merchant's statement needs. Our own accounts stand in nearly every journal, and as keys would
 * put all of them into one partition; a journal that moves nothing else follows its fact.
 */
function keyOf({ fact_id, postings }: Posted): string {
  return postings.find(({ account }) => account.startsWith('merchant_'))?.account ?? fact_id;
}

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
  key: keyOf,
});

export const balanceUpdated = defineEvent({
  type: 'accounting.balance.updated',
  version: 1,
  topic: accountingBalanceUpdatedTopic,
  data: z.object({ account: z.string(), currency, delta_minor: z.int(), journal_id: z.string() }),
  key: (data) => data.account,
});
