/** A saga as operators see it: what it waits for, until when, and what would be undone. */
import type { Payment } from '../payments/payment.ts';
import { type Saga, sagaIdOf } from './saga.ts';

export function sagaView(saga: Saga, payment?: Payment) {
  return {
    saga_id: sagaIdOf(saga),
    payment_id: saga.paymentId,
    order_id: saga.orderId,
    merchant_id: saga.merchantId,
    amount: saga.amountMinor,
    currency: saga.currency,
    phase: saga.phase,
    order: saga.order,
    charge: saga.charge,
    waits_for: waitsFor(saga),
    since: saga.since,
    deadline: saga.deadline,
    next_try: nextTry(saga),
    reason: saga.reason ?? null,
    ...(payment && { payment: payment.status, compensation: compensationOf(saga, payment) }),
  };
}

export type SagaView = ReturnType<typeof sagaView>;

function waitsFor({ phase, order, charge }: Saga): string {
  switch (phase) {
    case 'running':
      return [order === 'waiting' ? ['the order'] : [], charge === 'waiting' ? ['the channel'] : []]
        .flat()
        .join(' and ');
    case 'paused':
      return 'an operator, the channel’s callback or the deadline: every try of the charge ended without an answer';
    case 'compensating':
      return 'the channel, to reverse the charge';
    case 'failed_compensation':
      return 'an operator: the channel could not reverse the charge';
    case 'completed':
    case 'compensated':
      return 'nothing';
    default:
      return phase satisfies never;
  }
}

/** The time at which something is done without an operator; null where nothing is, or where functions are at it. */
function nextTry({ phase, deadline }: Saga): string | null {
  return phase === 'running' || phase === 'paused' ? deadline : null;
}

/** The steps that undoing it would take now. */
function compensationOf(saga: Saga, payment: Payment): string[] {
  if (saga.phase === 'completed' || saga.phase === 'compensated') return [];
  const { order, charge, amountMinor, currency } = saga;
  const reversal =
    charge === 'taken' ? `reverse the charge of ${amountMinor} ${currency}` : 'reverse whatever the channel charged';
  return [
    ...(charge === 'declined' ? [] : [reversal]),
    ...(order === 'held' ? [`let go of ${amountMinor} ${currency} of the order`] : []),
    ...(payment.status === 'created' ? ['fail the payment'] : []),
    ...(payment.status === 'success' ? ['count what is left of the payment as refunded'] : []),
  ];
}
