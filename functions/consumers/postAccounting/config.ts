import { accountingSettings, paymentFacts } from '../../../domain/ledger/accounting.ts';
import { balances, entries } from '../../../domain/ledger/accounts.ts';
import { journals } from '../../../domain/ledger/journal.ts';
import { balanceUpdated, transactionCreated } from '../../../events/accounting.ts';
import { paymentSuccess } from '../../../events/payment.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the journal: its id is the business fact, so a new event id can't post it twice. */
export const config = consumerConfig({
  name: 'postAccounting',
  events: [paymentSuccess],
  settings: accountingSettings,
  uses: [...[journals, balances, entries, paymentFacts].map(table), publishes(transactionCreated, balanceUpdated)],
});
