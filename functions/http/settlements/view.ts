/** A settlement as callers see it. */
import { type Settlement, settlementIdOf } from '../../../domain/ledger/settlement.ts';

export function settlementView(settlement: Settlement) {
  return {
    settlement_id: settlementIdOf(settlement),
    settlement_no: settlement.settlementNo,
    merchant_id: settlement.merchantId,
    amount: settlement.amountMinor,
    currency: settlement.currency,
    status: settlement.status,
    ...(settlement.payout !== undefined && { payout: settlement.payout }),
    ...(settlement.payoutCode !== undefined && { payout_code: settlement.payoutCode }),
    created_at: settlement.createdAt,
  };
}
