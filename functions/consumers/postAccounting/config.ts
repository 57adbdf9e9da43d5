import { accountingSettings } from '../../../domain/ledger/accounting.ts';
import { balances, entries } from '../../../domain/ledger/accounts.ts';
import { orderFacts, paymentFacts } from '../../../domain/ledger/facts.ts';
import { journals } from '../../../domain/ledger/journal.ts';
import { payouts, settlements } from '../../../domain/ledger/settlement.ts';
import { balanceUpdated, transactionCreated } from '../../../events/accounting.ts';
import { orderCancelled, orderCompleted } from '../../../events/order.ts';
import { paymentSuccess } from '../../../events/payment.ts';
import { paymentRefundSuccess } from '../../../events/refund.ts';
import { riskAlertHigh } from '../../../events/risk.ts';
import { settlementCompleted } from '../../../events/settlement.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the journal: its id is the business fact, so a new event id can't post it twice. */
export const config = consumerConfig({
  name: 'postAccounting',
  events: [paymentSuccess, paymentRefundSuccess, orderCompleted, orderCancelled, settlementCompleted],
  settings: accountingSettings,
  uses: [
    ...[journals, balances, entries, paymentFacts, orderFacts, payouts].map(table),
    reads(settlements),
    publishes(transactionCreated, balanceUpdated, riskAlertHigh),
  ],
});
