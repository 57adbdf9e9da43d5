/** Money that the channel gave back by itself, all at once: the refund of what was left of a payment. */
import type { DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { putIfAbsent, putIfVersion, type Write } from '../../lib/store/store.ts';
import { timeAfter } from '../time.ts';
import { type Payment, payments } from './payment.ts';
import { createRefund, refundable, refunds, takeRefundResult } from './refund.ts';

/** A payment that had failed before the money came never counted it: only what was given back is noted. */
export function refundReversed(
  payment: Payment,
  reason: string,
  context: DecisionContext,
): { payment: Payment; writes: readonly Write[]; events: readonly NewEvent[] } {
  const amountMinor = refundable(payment);
  if (amountMinor === 0) return { payment, writes: [], events: [] };
  if (payment.status === 'failed') {
    const changedAt = timeAfter(payment.changedAt, context.nowMs);
    const noted: Payment = {
      ...payment,
      version: payment.version + 1,
      refundedMinor: payment.amountMinor,
      changedAt,
    };
    return { payment: noted, writes: [putIfVersion(payments, noted, payment.version)], events: [] };
  }
  const asked = createRefund(payment, { amountMinor, reason }, context);
  const told = takeRefundResult(asked.refund, asked.payment, { status: 'success' }, context);
  return {
    payment: told.payment,
    // Two versions of the payment, each with its event; what is kept is the second.
    writes: [putIfVersion(payments, told.payment, payment.version), putIfAbsent(refunds, told.refund)],
    events: [...asked.commit.events, ...told.commit.events],
  };
}
