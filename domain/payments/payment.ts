/** A payment and what may become of it. */
import { paymentCreated, paymentFailed, paymentSuccess } from '../../events/payment.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { ALONE, defineTable, type Item, putIfAbsent, putIfVersion, type Ref, ref } from '../../lib/store/store.ts';
import { newNumber } from '../numbers.ts';
import { timeAfter } from '../time.ts';
import { stateAfter, type Transition } from '../transitions.ts';

export interface Payment extends Item {
  version: number;
  paymentNo: string;
  merchantId: string;
  orderId?: string;
  amountMinor: number;
  currency: string;
  channel?: string;
  metadata?: Item['metadata'];
  status: 'created' | 'success' | 'failed';
  /** Sum of the refunds that succeeded or may still do. */
  refundedMinor?: number;
  failureCode?: string;
  failureMessage?: string;
  createdAt: string;
  changedAt: string;
}

/** Events of a payment by which its state changes: the channel's result, and a refund of what was paid. */
export const paymentTransitions: readonly Transition<Payment['status'], ChannelResult['status'] | 'refund'>[] = [
  ['created', 'success', 'success'],
  ['created', 'failed', 'failed'],
  ['success', 'refund', 'success'],
];

const PREFIX = 'payment#';

export const payments = defineTable<Payment>({ name: 'payments' });

export function paymentRef(paymentId: string): Ref<Payment> {
  return ref(payments, `${PREFIX}${paymentId}`);
}

export function paymentIdOf({ pk }: Payment): string {
  return pk.slice(PREFIX.length);
}

export interface PaymentRequest {
  merchantId: string;
  orderId?: string | undefined;
  amountMinor: number;
  currency: string;
  channel?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
}

export function createPayment(request: PaymentRequest, context: DecisionContext) {
  const createdAt = new Date(context.nowMs).toISOString();
  const { orderId, channel, metadata } = request;
  const payment: Payment = {
    pk: `${PREFIX}${context.newId()}`,
    sk: ALONE,
    version: 1,
    paymentNo: newNumber('PAY', createdAt, context),
    merchantId: request.merchantId,
    ...(orderId !== undefined && { orderId }),
    amountMinor: request.amountMinor,
    currency: request.currency,
    ...(channel !== undefined && { channel }),
    ...(metadata !== undefined && { metadata: metadata as Item['metadata'] }),
    status: 'created',
    createdAt,
    changedAt: createdAt,
  };
  const events = [paymentCreated(eventData(payment), factOf(payment, context.newId()))];
  return { payment, commit: commit({ writes: [putIfAbsent(payments, payment)], events }) };
}

export type ChannelResult =
  | { status: 'success' }
  | { status: 'failed'; failureCode: string; failureMessage?: string | undefined };

/** The result is final: the same one again changes nothing, another one contradicts. */
export type ResultTaken = { kind: 'contradicts'; status: string } | { kind: 'taken'; payment: Payment; commit: Commit };

export function takeResult(payment: Payment, result: ChannelResult, context: DecisionContext): ResultTaken {
  if (payment.status === result.status) return { kind: 'taken', payment, commit: commit({}) };
  const status = stateAfter(paymentTransitions, payment.status, result.status);
  if (status === undefined) return { kind: 'contradicts', status: payment.status };
  const changedAt = timeAfter(payment.changedAt, context.nowMs);
  const settled: Payment = {
    ...payment,
    version: payment.version + 1,
    status,
    ...failureOf(result),
    changedAt,
  };
  const event = resultEvent(settled, result, context.newId());
  const writes = [putIfVersion(payments, settled, payment.version)];
  return { kind: 'taken', payment: settled, commit: commit({ writes, events: [event] }) };
}

export function failureOf(result: ChannelResult): { failureCode?: string; failureMessage?: string } {
  if (result.status === 'success') return {};
  const { failureCode, failureMessage } = result;
  return { failureCode, ...(failureMessage !== undefined && { failureMessage }) };
}

function resultEvent(payment: Payment, result: ChannelResult, eventId: string): NewEvent {
  const data = eventData(payment);
  const fact = factOf(payment, eventId);
  if (result.status === 'success') return paymentSuccess(data, fact);
  return paymentFailed({ ...data, ...failureTold(result) }, fact);
}

/** A failure in the words of events. */
export function failureTold({ failureCode, failureMessage }: Extract<ChannelResult, { status: 'failed' }>) {
  return { failure_code: failureCode, ...(failureMessage !== undefined && { failure_message: failureMessage }) };
}

function factOf(payment: Payment, id: string) {
  return { id, at: payment.changedAt, entity: { stream: payment.pk, version: payment.version } };
}

function eventData(payment: Payment) {
  const { orderId, metadata } = payment;
  return {
    payment_id: paymentIdOf(payment),
    payment_no: payment.paymentNo,
    merchant_id: payment.merchantId,
    ...(orderId !== undefined && { order_id: orderId }),
    amount: payment.amountMinor,
    currency: payment.currency,
    status: payment.status,
    created_at: payment.createdAt,
    ...(metadata !== undefined && { metadata: metadata as Record<string, unknown> }),
  };
}
