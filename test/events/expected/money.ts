/** The envelopes and data of the samples of refunds, of the changes of orders and of settlements. */
import type { Envelope } from '../../../lib/envelope/envelope.ts';

function ours(digits: string, time: string, source: string) {
  return {
    id: `6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b${digits}`,
    timestamp: `2026-11-21T${time}.000Z`,
    source,
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  };
}

const refund = {
  refund_id: 'e4b7c1d2-90a3-4f68-8b15-6c2d7e9f0a41',
  refund_no: 'REF20261121E4B7C1D290A34F6',
  payment_id: '5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10',
  payment_no: 'PAY202611217C1D90A2B34E4F5',
  merchant_id: '2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34',
  order_id: 'ord-20261121-42',
  amount: 590,
  currency: 'EUR',
  reason: 'one ring came broken',
  created_at: '2026-11-21T09:00:00.000Z',
  metadata: {},
};
const failure = { failure_code: 'account_closed', failure_message: 'The bank refused: the account is closed.' };

const order = {
  order_id: 'c0a8012e-3f5d-4b6a-9e71-2d4f6a8b0c13',
  order_no: 'ORD20261121C0A8012E3F5D4B6',
  user_id: '373476556801234',
  merchant_id: '2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34',
  amount: 2490,
  currency: 'EUR',
  items: [{ sku: 'ring-7', engraving: 'Für Zoë' }],
  created_at: '2026-11-21T08:10:00.000Z',
  metadata: {},
};

const settlement = {
  settlement_id: 'b83d5f0a-6e21-4c97-a4d8-1f7c9e2b3a60',
  settlement_no: 'SET20261121B83D5F0A6E214C9',
  merchant_id: '2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34',
  amount: 1400,
  currency: 'EUR',
  metadata: {},
};

const saga = {
  saga_id: '5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10',
  payment_id: '5b1c7d0e-2f35-4a55-b6a3-6f0c2f1f9a10',
  order_id: 'ord-20261121-42',
  amount: 1990,
  currency: 'EUR',
  deadline: '2026-11-21T08:15:00.000Z',
  metadata: {},
};
const declined = { step: 'charge.declined', reason: 'DECLINED' };

export const platform: [string, Partial<Envelope>, object][] = [
  ['payment.refund.created', ours('20', '09:00:00', 'payment-gateway'), { ...refund, status: 'created' }],
  ['payment.refund.success', ours('21', '09:00:04', 'payment-gateway'), { ...refund, status: 'success' }],
  ['payment.refund.failed', ours('22', '09:00:04', 'payment-gateway'), { ...refund, ...failure, status: 'failed' }],
  [
    'order.updated',
    ours('23', '08:20:00', 'order-service'),
    { ...order, status: 'created', changes: { amount: 2490 } },
  ],
  [
    'order.cancelled',
    ours('24', '08:30:00', 'order-service'),
    { ...order, status: 'cancelled', reason: 'ordered twice' },
  ],
  ['order.completed', ours('25', '08:30:00', 'order-service'), { ...order, status: 'completed' }],
  ['accounting.settlement.created', ours('26', '10:00:00', 'settlement-service'), { ...settlement, status: 'created' }],
  [
    'accounting.settlement.completed',
    ours('27', '10:05:00', 'settlement-service'),
    { ...settlement, status: 'completed' },
  ],
  ['saga.payment.start', ours('d0', '08:00:00', 'payment-gateway'), saga],
  ['saga.payment.compensate', ours('d1', '08:00:03', 'payment-platform'), { ...saga, ...declined }],
];
