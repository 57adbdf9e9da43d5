import { expect, it } from 'vitest';
import { notificationWebhook } from '../../events/notification.ts';
import { orderCreated } from '../../events/order.ts';
import { encode } from '../../lib/envelope/encode.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { sampleRecord } from './sampleRecords.ts';

const order = {
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
const updated = {
  to: 'https://crm.example.com/hooks/users',
  body: '{"type":"user.updated","event_id":"0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a15","user_id":"373476556801234","user_version":2,"changes":{"username":"zoë"}}',
  cause_event_id: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a15',
  category: 'service' as const,
};

/** The samples of its topics, the last two digits of the event's id, the time of day it tells of, and what is encoded. */
const told: [string[], string, string, NewEvent][] = [
  [['order.created', 'trx.order_created'], '10', '08:10:00', orderCreated(order)],
  [['notification.webhook'], '11', '08:20:01', notificationWebhook(updated)],
];

it.each(told)('%j are what encode() writes, byte for byte', (names, digits, time, event) => {
  const fact = { id: `6a1e0c52-93d4-4b7f-8a21-0d5c3f6e7b${digits}`, at: `2026-11-21T${time}.000Z` };
  const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
  const samples = names.map(sampleRecord).map(({ topic, key, value, headers }) => ({ topic, key, value, headers }));
  expect(encode({ ...event, fact }, trace)).toEqual(samples);
});

it.each([
  ['373476556801234', '"user_id":373476556801234'],
  ['9007199254740991', '"user_id":9007199254740991'],
  ['9007199254740993', '"user_id":"9007199254740993"'],
  ['0042', '"user_id":"0042"'],
  ['zoe', '"user_id":"zoe"'],
])('the user %s is on order-events %s', (user_id, written) => {
  const event = orderCreated({ ...order, user_id }, { id: 'e1', at: '2026-11-21T08:10:00.000Z' });
  const [own, trx] = encode(event as never, { traceId: '0'.repeat(32), spanId: '0'.repeat(16) });
  expect([own?.topic, String(own?.value)]).toEqual([
    'order.created',
    expect.stringContaining(`"user_id":"${user_id}"`),
  ]);
  expect([trx?.topic, String(trx?.value)]).toEqual(['order-events', expect.stringContaining(written)]);
});
