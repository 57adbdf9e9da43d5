/** Expected readings of the samples of orders and of webhooks, on topics of ours and of TRX. */
import type { Envelope } from '../../../lib/envelope/envelope.ts';

const ordered = {
  order_id: 'c0a8012e-3f5d-4b6a-9e71-2d4f6a8b0c13',
  order_no: 'ORD20261121C0A8012E3F5D4B6',
  user_id: '373476556801234',
  merchant_id: '2d9f4c51-7b1e-4c0a-9a63-8e5f0d1c2b34',
  amount: 1990,
  currency: 'EUR',
  status: 'created',
  items: [{ sku: 'ring-7', engraving: 'Für Zoë' }],
  created_at: '2026-11-21T08:10:00.000Z',
};
const ours = {
  id: '6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b10',
  timestamp: '2026-11-21T08:10:00.000Z',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
};

export const readable: [string, object][] = [
  // Whoever knows the event reads it so; its history keeps it as it came.
  ['trx.order_created', { ...ours, type: 'order.created', source: 'trx', data: ordered }],
  [
    'trx.order_created.legacy',
    {
      id: 'order-events-1-43',
      type: 'order_created',
      timestamp: '2026-11-21T08:10:01.000Z',
      source: 'trx',
      traceId: null,
      data: { order_id: 'ord-20261121-42', user_id: 373_476_556_801_234, amount: 1990 },
    },
  ],
  [
    'trx.order_shipped',
    {
      id: 'trx-ship-42',
      type: 'order_shipped',
      timestamp: '2026-11-21T08:15:00.123456789Z',
      source: 'trx',
      traceId: null,
      data: { order_id: 'ord-20261121-42', carrier: 'river-post', changes: { amount: 1790 } },
    },
  ],
];

/** Samples of topics in the format of the payment platform. */
export const platform: [string, Partial<Envelope>, object][] = [
  ['order.created', { ...ours, source: 'order-service' }, { ...ordered, metadata: {} }],
  [
    'notification.webhook',
    {
      ...ours,
      id: '6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b11',
      timestamp: '2026-11-21T08:20:01.000Z',
      source: 'payment-platform',
    },
    {
      to: 'https://crm.example.com/hooks/users',
      body: '{"type":"user.updated","event_id":"0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a15","user_id":"373476556801234","user_version":2,"changes":{"username":"zoë"}}',
      cause_event_id: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a15',
      category: 'service',
      metadata: {},
    },
  ],
];
