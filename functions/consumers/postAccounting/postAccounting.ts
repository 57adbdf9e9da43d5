import { type AccountingSettings, type Facts, factsOf, postPayment } from '../../../domain/ledger/accounting.ts';
import type { paymentSuccess } from '../../../events/payment.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const postAccounting: Decider<typeof paymentSuccess, Facts, AccountingSettings> = {
  load: ({ data }) => factsOf(data.payment_id),
  decide: ({ data }, facts, context) => postPayment(data, facts, context),
};
