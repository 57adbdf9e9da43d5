/** The payout of a settlement by the channel: its word completes the settlement, as the bank's does over HTTP. */
import type { ChannelAnswer, ChannelCall } from '../../lib/channel/channel.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import { putIfVersion } from '../../lib/store/store.ts';
import { timeAfter } from '../time.ts';
import { completeSettlement, type Settlement, settlementIdOf, settlements } from './settlement.ts';

/** `unknown`: every try ended without an answer. Unless it is paid, the money stays set aside. */
type PayoutStatus = NonNullable<Settlement['payout']>;

/** The channel's idempotency key is the settlement's id: however often it is called, it pays once. */
export function payoutOf(settlement: Settlement): ChannelCall {
  const id = settlementIdOf(settlement);
  const { amountMinor, currency, merchantId } = settlement;
  return {
    operation: 'payout',
    reference: id,
    key: id,
    amountMinor,
    currency,
    metadata: { merchant_id: merchantId },
  };
}

const meaning: Readonly<Record<ChannelAnswer['status'], PayoutStatus>> = {
  approved: 'paid',
  pending: 'pending',
  declined: 'declined',
  reversed: 'unknown',
  nothing: 'unknown',
};

/** A settlement that was completed meanwhile, by the bank's word, only notes what the channel said. */
export function afterPayout(settlement: Settlement, { status, failureCode }: ChannelAnswer, context: DecisionContext) {
  return noted(settlement, meaning[status], failureCode, context);
}

export function afterNoAnswer(settlement: Settlement, code: string, context: DecisionContext): Commit {
  return noted(settlement, 'unknown', code, context);
}

function noted(
  settlement: Settlement,
  payout: PayoutStatus,
  payoutCode: string | undefined,
  context: DecisionContext,
): Commit {
  const { payoutCode: _, ...rest } = settlement;
  const told: Settlement = { ...rest, payout, ...(payoutCode !== undefined && { payoutCode }) };
  if (payout === 'paid' && settlement.status === 'created') return completeSettlement(told, context).commit;
  const changedAt = timeAfter(settlement.changedAt, context.nowMs);
  const item = { ...told, version: settlement.version + 1, changedAt };
  return commit({ writes: [putIfVersion(settlements, item, settlement.version)] });
}
