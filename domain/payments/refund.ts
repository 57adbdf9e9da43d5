/** A refund of a payment and what may become of it. */
import { paymentRefundCreated, paymentRefundFailed, paymentRefundSuccess } from '../../events/refund.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { ALONE, defineTable, type Item, putIfAbsent, putIfVersion, type Ref, ref } from '../../lib/store/store.ts';
import { newNumber } from '../numbers.ts';
import { timeAfter } from '../time.ts';
import type { Transition } from '../transitions.ts';
import { type ChannelResult, failureOf, failureTold, type Payment, paymentIdOf, payments } from './payment.ts';

export interface Refund extends Item {
  version: number;
  refundNo: string;
  paymentId: string;
  amountMinor: number;
  currency: string;
  reason: string;
  status: 'created' | 'success' | 'failed';
  failureCode?: string;
  failureMessage?: string;
  createdAt: string;
  changedAt: string;
}

const PREFIX = 'refund#';

export const refunds = defineTable<Refund>({ name: 'refunds' });

export const refundTransitions: readonly Transition<Refund['status'], ChannelResult['status']>[] = [
  ['created', 'success', 'success'],
  ['created', 'failed', 'failed'],
];

export function refundRef(refundId: string): Ref<Refund> {
  return ref(refunds, `${PREFIX}${refundId}`);
}

export function refundIdOf({ pk }: Pick<Refund, 'pk'>): string {
  return pk.slice(PREFIX.length);
}

/** Minor units that were paid and are neither refunded nor about to be. */
export function refundable({ amountMinor, refundedMinor = 0 }: Payment): number {
  return amountMinor - refundedMinor;
}

/** The payment counts the refund from now on; its version keeps two refunds at once from overlooking each other. */
export function createRefund(
  payment: Payment,
  asked: { amountMinor: number; reason: string },
  context: DecisionContext,
) {
  const changedAt = timeAfter(payment.changedAt, context.nowMs);
  const counted: Payment = {
    ...payment,
    version: payment.version + 1,
    refundedMinor: (payment.refundedMinor ?? 0) + asked.amountMinor,
    changedAt,
  };
  const refund: Refund = {
    pk: `${PREFIX}${context.newId()}`,
    sk: ALONE,
    version: 1,
    refundNo: newNumber('REF', changedAt, context),
    paymentId: paymentIdOf(payment),
    ...asked,
    currency: payment.currency,
    status: 'created',
    createdAt: changedAt,
    changedAt,
  };
  const writes = [putIfVersion(payments, counted, payment.version), putIfAbsent(refunds, refund)];
  const event = paymentRefundCreated(eventData(refund, counted), factOf(counted, context.newId()));
  return { refund, payment: counted, commit: commit({ writes, events: [event] }) };
}

/** A failed refund gives back what it had counted of the payment: that may be refunded again. */
export function takeRefundResult(refund: Refund, payment: Payment, result: ChannelResult, context: DecisionContext) {
  const changedAt = timeAfter(payment.changedAt, context.nowMs);
  const settled: Refund = {
    ...refund,
    version: refund.version + 1,
    status: result.status,
    ...failureOf(result),
    changedAt,
  };
  const released = result.status === 'failed' ? refund.amountMinor : 0;
  const counted: Payment = {
    ...payment,
    version: payment.version + 1,
    refundedMinor: (payment.refundedMinor ?? 0) - released,
    changedAt,
  };
  const writes = [putIfVersion(refunds, settled, refund.version), putIfVersion(payments, counted, payment.version)];
  const events = [resultEvent(settled, counted, result, context.newId())];
  return { refund: settled, payment: counted, commit: commit({ writes, events }) satisfies Commit };
}

function resultEvent(refund: Refund, payment: Payment, result: ChannelResult, eventId: string): NewEvent {
  const [data, fact] = [eventData(refund, payment), factOf(payment, eventId)];
  if (result.status === 'success') return paymentRefundSuccess(data, fact);
  return paymentRefundFailed({ ...data, ...failureTold(result) }, fact);
}

/** Refunds are told in the stream of their payment, so that the events of one payment stay in order. */
function factOf(payment: Payment, id: string) {
  return { id, at: payment.changedAt, entity: { stream: payment.pk, version: payment.version } };
}

function eventData(refund: Refund, payment: Payment) {
  const { orderId } = payment;
  return {
    refund_id: refundIdOf(refund),
    refund_no: refund.refundNo,
    payment_id: refund.paymentId,
    payment_no: payment.paymentNo,
    merchant_id: payment.merchantId,
    ...(orderId !== undefined && { order_id: orderId }),
    amount: refund.amountMinor,
    currency: refund.currency,
    reason: refund.reason,
    status: refund.status,
    created_at: refund.createdAt,
  };
}
