import { expect, it } from 'vitest';
import { balanceUpdated, transactionCreated } from '../../events/accounting.ts';
import { notificationEmail, notificationSms } from '../../events/notification.ts';
import { paymentCreated, paymentFailed, paymentSuccess } from '../../events/payment.ts';
import { riskAlertCritical, riskAlertHigh, riskCheckCompleted, riskCheckStarted } from '../../events/risk.ts';
import { sagaPaymentCompensate, sagaPaymentStart } from '../../events/saga.ts';
import { encode } from '../../lib/envelope/encode.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { sampleRecord } from './sampleRecords.ts';

const payment = {
  payment_id: '5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10',
  payment_no: 'PAY202611217C1D90A2B34E4F5',
  merchant_id: '2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34',
  order_id: 'ord-20261121-42',
  amount: 1990,
  currency: 'EUR',
  created_at: '2026-11-21T08:00:00.000Z',
  metadata: { cart: 'Zoë-17' },
};
const failure = { failure_code: 'insufficient_funds', failure_message: 'The bank refused: not enough money.' };
const journal_id = 'payment.success:5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10';
const pending = 'merchant_pending:2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34';
const checked = {
  subject_type: 'payment',
  subject_id: '8c2f6a17-4d3b-4e90-b1c5-7a9d2e4f6038',
  amount: 12_000_000,
  currency: 'EUR',
  payment_id: '8c2f6a17-4d3b-4e90-b1c5-7a9d2e4f6038',
};
const first = { ...checked, check_id: 'a94d1b60-27e8-4f35-9c0b-5e6f7081d2c3' };
const second = { ...checked, check_id: 'a94d1b60-27e8-4f35-9c0b-5e6f7081d2c4' };
const high = { score: 80, level: 'high', reasons: ['huge_amount'] };
const critical = { score: 110, level: 'critical', reasons: ['huge_amount', 'watched_country'] };
const saga = {
  saga_id: payment.payment_id,
  payment_id: payment.payment_id,
  order_id: 'ord-20261121-42',
  amount: 1990,
  currency: 'EUR',
  deadline: '2026-11-21T08:15:00.000Z',
};
const page = {
  subject: 'Critical risk alert: payment 8c2f6a17-4d3b-4e90-b1c5-7a9d2e4f6038',
  body: 'Score 110 (huge_amount, watched_country). Case d2b7c9e4-1f60-4a83-8d5e-3b9a0c6f7e12.',
  cause_event_id: '6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b09',
  category: 'security' as const,
};

/** The last two digits of the event's id, the time of day it tells of, and what is encoded. */
const told: [string, string, string, NewEvent][] = [
  ['payment.created', '01', '08:00:00', paymentCreated({ ...payment, status: 'created' })],
  ['payment.success', '02', '08:00:02', paymentSuccess({ ...payment, status: 'success' })],
  ['payment.failed', '03', '08:00:02', paymentFailed({ ...payment, ...failure, status: 'failed' })],
  [
    'accounting.transaction.created',
    '04',
    '08:00:03',
    transactionCreated({
      journal_id,
      fact_type: 'payment.success',
      fact_id: '5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10',
      postings: [
        { account: 'channel_clearing', debit_minor: 1990, currency: 'EUR' },
        { account: pending, credit_minor: 1990, currency: 'EUR' },
      ],
    }),
  ],
  [
    'accounting.balance.updated',
    '05',
    '08:00:03',
    balanceUpdated({ account: pending, currency: 'EUR', delta_minor: 1990, journal_id }),
  ],
  ['risk.check.started', '06', '08:05:00', riskCheckStarted(first)],
  ['risk.check.completed', '07', '08:05:00', riskCheckCompleted({ ...first, ...high })],
  ['risk.alert.high', '08', '08:05:00', riskAlertHigh({ ...first, ...high })],
  ['risk.alert.critical', '09', '08:06:00', riskAlertCritical({ ...second, ...critical })],
  ['notification.email', '0a', '08:06:01', notificationEmail({ to: 'ops@example.com', ...page })],
  ['notification.sms', '0b', '08:06:01', notificationSms({ to: '+4930123456', ...page })],
  ['saga.payment.start', 'd0', '08:00:00', sagaPaymentStart(saga)],
  [
    'saga.payment.compensate',
    'd1',
    '08:00:03',
    sagaPaymentCompensate({ ...saga, step: 'charge.declined', reason: 'DECLINED' }),
  ],
];

it.each(told)('%s is what encode() writes, byte for byte', (name, digits, time, event) => {
  const fact = { id: `6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b${digits}`, at: `2026-11-21T${time}.000Z` };
  const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
  const { topic, key, value, headers } = sampleRecord(name);
  expect(encode({ ...event, fact }, trace)).toEqual([{ topic, key, value, headers }]);
});
