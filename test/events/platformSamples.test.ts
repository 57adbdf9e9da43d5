import { describe, expect, it } from 'vitest';
import { balanceUpdated, transactionCreated } from '../../events/accounting.ts';
import { auditLogged } from '../../events/audit.ts';
import { notificationEmail, notificationSms, notificationWebhook } from '../../events/notification.ts';
import { orderCancelled, orderCompleted, orderCreated, orderUpdated } from '../../events/order.ts';
import { paymentCreated, paymentFailed, paymentSuccess } from '../../events/payment.ts';
import { paymentRefundCreated, paymentRefundFailed, paymentRefundSuccess } from '../../events/refund.ts';
import { riskAlertCritical, riskAlertHigh, riskCheckCompleted, riskCheckStarted } from '../../events/risk.ts';
import { sagaPaymentCompensate, sagaPaymentStart } from '../../events/saga.ts';
import { settlementCompleted, settlementCreated } from '../../events/settlement.ts';
import { consumerConfig } from '../../lib/declare/consumerConfig.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { createReader } from '../../lib/reading/message.ts';
import { platform as ofMoney } from './expected/money.ts';
import { platform as ofNotices } from './expected/notices.ts';
import { platform as ofOrders } from './expected/orders.ts';
import { platformSampleNames, sampleRecord } from './sampleRecords.ts';

const refunds = [paymentRefundCreated, paymentRefundSuccess, paymentRefundFailed];
const payments = [paymentCreated, paymentSuccess, paymentFailed, ...refunds];
const orders = [orderCreated, orderUpdated, orderCancelled, orderCompleted];
const accounting = [transactionCreated, balanceUpdated, settlementCreated, settlementCompleted];
const risks = [riskCheckStarted, riskCheckCompleted, riskAlertHigh, riskAlertCritical];
const notifications = [notificationEmail, notificationSms, notificationWebhook];
const sagas = [sagaPaymentStart, sagaPaymentCompensate];
const others = [...sagas, ...accounting, ...orders, auditLogged, ...notifications];
const read = createReader(consumerConfig({ name: 'reader', events: [...payments, ...risks, ...others], uses: [] }));

/** The fields that all of ours have in common; the id ends in these two digits. */
function ours(digits: string, time: string, source: string) {
  return {
    id: `6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b${digits}`,
    timestamp: `2026-11-21T${time}.000Z`,
    source,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  };
}

const paid = {
  payment_id: '5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10',
  merchant_id: '2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34',
  order_id: 'ord-20261121-42',
  amount: 1990,
  currency: 'EUR',
};
const numbered = { ...paid, payment_no: 'PAY202611217C1D90A2B34E4F5' };
const payment = { ...numbered, created_at: '2026-11-21T08:00:00.000Z', metadata: { cart: 'Zoë-17' } };
const failure = { failure_code: 'insufficient_funds', failure_message: 'The bank refused: not enough money.' };
const journal_id = 'payment.success:5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10';
const pending = 'merchant_pending:2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34';
const suspect = { subject_type: 'payment', subject_id: '8c2f6a17-4d3b-4e90-b1c5-7a9d2e4f6038' };
const first = {
  ...suspect,
  check_id: 'a94d1b60-27e8-4f35-9c0b-5e6f7081d2c3',
  amount: 12_000_000,
  currency: 'EUR',
  payment_id: '8c2f6a17-4d3b-4e90-b1c5-7a9d2e4f6038',
  metadata: {},
};
const second = { ...first, check_id: 'a94d1b60-27e8-4f35-9c0b-5e6f7081d2c4' };
const high = { score: 80, level: 'high', reasons: ['huge_amount'] };
const critical = { score: 110, level: 'critical', reasons: ['huge_amount', 'watched_country'] };
const page = {
  subject: 'Critical risk alert: payment 8c2f6a17-4d3b-4e90-b1c5-7a9d2e4f6038',
  body: 'Score 110 (huge_amount, watched_country). Case d2b7c9e4-1f60-4a83-8d5e-3b9a0c6f7e12.',
  cause_event_id: '6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b09',
  category: 'security',
  metadata: {},
};
const postings = [
  { account: 'channel_clearing', debit_minor: 1990, currency: 'EUR' },
  { account: pending, credit_minor: 1990, currency: 'EUR' },
];

/** A sample, what its envelope says, and its data. */
const readable: [string, Partial<Envelope>, object][] = [
  ['payment.created', ours('01', '08:00:00', 'payment-gateway'), { ...payment, status: 'created' }],
  ['payment.success', ours('02', '08:00:02', 'payment-gateway'), { ...payment, status: 'success' }],
  ['payment.failed', ours('03', '08:00:02', 'payment-gateway'), { ...payment, ...failure, status: 'failed' }],
  [
    'payment.success.legacy',
    { id: 'payment.success-1-43', timestamp: '2026-11-21T08:00:02.000Z', source: 'payment-gateway', traceId: null },
    { ...numbered, status: 'success', created_at: '2026-11-21T16:00:02+08:00' },
  ],
  [
    'payment.success.bare',
    { id: 'payment.success-1-43', timestamp: '2026-11-21T08:00:01.000Z', source: 'payment-gateway', traceId: null },
    paid,
  ],
  [
    'accounting.transaction.created',
    ours('04', '08:00:03', 'accounting-service'),
    { journal_id, fact_type: 'payment.success', fact_id: paid.payment_id, postings, metadata: {} },
  ],
  [
    'accounting.balance.updated',
    ours('05', '08:00:03', 'accounting-service'),
    { account: pending, currency: 'EUR', delta_minor: 1990, journal_id, metadata: {} },
  ],
  ['risk.check.started', ours('06', '08:05:00', 'risk-service'), first],
  ['risk.check.completed', ours('07', '08:05:00', 'risk-service'), { ...first, ...high }],
  ['risk.alert.high', ours('08', '08:05:00', 'risk-service'), { ...first, ...high }],
  ['risk.alert.critical', ours('09', '08:06:00', 'risk-service'), { ...second, ...critical }],
  [
    'risk.alert.high.legacy',
    { id: 'risk.alert.high-1-43', timestamp: '2026-11-21T08:05:01.000Z', source: 'risk-service', traceId: null },
    { ...suspect, score: 80, reasons: ['huge_amount'], created_at: '2026-11-21T08:05:01Z', metadata: null },
  ],
  ['notification.email', ours('0a', '08:06:01', 'payment-platform'), { to: 'ops@example.com', ...page }],
  ['notification.sms', ours('0b', '08:06:01', 'payment-platform'), { to: '+4930123456', ...page }],
  ...ofMoney,
  ...ofNotices,
  ...ofOrders,
];

const broken: [string, string][] = [
  ['broken.payment.amount-beyond-2-53', 'an integer beyond 2^53 - 1 would be rounded: field "amount"'],
  [
    'broken.payment.float-amount',
    'the data does not fit the schema: payment.success: amount: Invalid input: expected int, received number',
  ],
];

function eventOf(name: string): Envelope {
  const reading = read(sampleRecord(name));
  if (reading.kind === 'message') return reading.event;
  throw new Error(`${name} is ${reading.kind}`);
}

describe('samples of the payment platform', () => {
  it.each(readable)('%s is read whole', (name, legacyName, data) => {
    const { format: _, isKnownByBytes: __, idIsPlace, ...event } = eventOf(name);
    expect(event).toEqual({ type: name.replace(/\.(legacy|bare)$/, ''), version: 1, ...legacyName, data });
    expect(idIsPlace).toBe(event.id.endsWith('-1-43'));
  });

  it.each(broken)('%s is refused', (name, message) => {
    const reading = read(sampleRecord(name));
    expect(reading.kind === 'unreadable' && reading.fault.message).toBe(message);
  });

  it('are all in one of these lists', () => {
    const listed = [...readable, ...broken].map(([name]) => name);
    expect(platformSampleNames.toSorted()).toEqual(listed.toSorted());
  });
});
