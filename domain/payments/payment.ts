/** A payment and what may become of it. */
import { paymentCreated, paymentFailed, paymentSuccess } from '../../events/payment.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { ALONE, defineTable, type Item, putIfAbsent, putIfVersion, type Ref, ref } from '../../lib/store/store.ts';
import { timeAfter } from '../time.ts';

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
  failureCode?: string;
  failureMessage?: string;
  createdAt: string;
  changedAt: string;
}

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
    paymentNo: newPaymentNo(createdAt, context),
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
  if (payment.status !== 'created') return { kind: 'contradicts', status: payment.status };
  const changedAt = timeAfter(payment.changedAt, context.nowMs);
  const settled: Payment = {
    ...payment,
    version: payment.version + 1,
    status: result.status,
    ...failureOf(result),
    changedAt,
  };
  const event = resultEvent(settled, result, context.newId());
  const writes = [putIfVersion(payments, settled, payment.version)];
  return { kind: 'taken', payment: settled, commit: commit({ writes, events: [event] }) };
}

function failureOf(result: ChannelResult): Partial<Payment> {
  if (result.status === 'success') return {};
  const { failureCode, failureMessage } = result;
  return { failureCode, ...(failureMessage !== undefined && { failureMessage }) };
}

function resultEvent(payment: Payment, result: ChannelResult, eventId: string): NewEvent {
  const data = eventData(payment);
  const fact = factOf(payment, eventId);
  if (result.status === 'success') return paymentSuccess(data, fact);
  const { failureCode, failureMessage } = result;
  const told = { failure_code: failureCode, ...(failureMessage !== undefined && { failure_message: failureMessage }) };
  return paymentFailed({ ...data, ...told }, fact);
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

/** No sequence that could tell how many there are: the date, and 60 random bits. */
function newPaymentNo(createdAt: string, { newId }: DecisionContext): string {
  return `PAY${createdAt.slice(0, 10).replaceAll('-', '')}${newId().replaceAll('-', '').slice(0, 15).toUpperCase()}`;
}
