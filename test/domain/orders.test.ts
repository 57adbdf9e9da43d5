import { describe, expect, test } from 'vitest';
import { createOrder, orderIdAt, orders } from '../../domain/orders/order.ts';
import { openRest } from '../../domain/orders/sealed.ts';
import { splitEvent } from '../../domain/orders/told.ts';
import type { UserKey } from '../../domain/users/userKey.ts';
import { context } from '../fixtures/orderEvents.ts';

const key: UserKey = { pk: 'user#7', sk: '-', salt: 's' };
const destroyed: UserKey = { pk: 'user#7', sk: '-', destroyedAt: '2026-11-20T08:00:00.000Z' };

describe('an order', () => {
  const request = { userId: '7', merchantId: 'm-1', amountMinor: 1990, currency: 'EUR' };

  test('is one commit: the record, if there is none, and one event of its first version', () => {
    const created = createOrder(request, key, context);
    if (!created) throw new Error('expected an order');
    const { order, commit } = created;
    expect(order).toMatchObject({ ...request, version: 1, status: 'created', createdAt: '2026-11-21T08:00:00.000Z' });
    expect(order.orderNo).toMatch(/^ORD202611210B8F5C3E5B0A4C1$/);
    expect(commit.writes).toEqual([{ op: 'put', table: orders, item: order, when: { absent: true } }]);
    expect(commit.events).toMatchObject([
      {
        data: { order_id: orderIdAt(order), user_id: '7', amount: 1990, status: 'created' },
        fact: { at: '2026-11-21T08:00:00.000Z', entity: { stream: order.pk, version: 1 } },
      },
    ]);
  });

  test('holds its items sealed under the user’s key, which is made with it', () => {
    const items = [{ sku: 'ring', engraving: 'For Zoë' }];
    const created = createOrder({ ...request, items }, undefined, context);
    expect(JSON.stringify(created?.commit.writes)).not.toContain('Zoë');
    expect(created?.commit.writes.map((write) => write.op === 'put' && write.table.name)).toEqual([
      'orders',
      'userKeys',
    ]);
    expect(created?.commit.events).toMatchObject([{ data: { items } }]);
    const known = createOrder({ ...request, items }, key, context)?.order;
    if (!known) throw new Error('expected an order');
    expect(openRest(orders, known, key, context)).toEqual({ items });
    expect(openRest(orders, known, destroyed, context)).toBeUndefined();
  });

  test('is not made for a deleted user', () => {
    expect(createOrder(request, destroyed, context)).toBeUndefined();
  });
});

test.each<[string, object, object, object]>([
  [
    'ids, codes, sums and times',
    { order_no: 'ORD1', user_id: 7, merchant_id: 'm-1', payment_id: 'p', amount: 5, currency: 'EUR', status: 'a.b-c' },
    {
      orderNo: 'ORD1',
      userId: '7',
      merchantId: 'm-1',
      paymentId: 'p',
      amountMinor: 5,
      currency: 'EUR',
      status: 'a.b-c',
    },
    {},
  ],
  ['absent fields', { user_id: null, amount: null, currency: '', status: '', created_at: '' }, {}, {}],
  ['nothing that Go writes for nothing', { user_id: 0, amount: 0, created_at: '0001-01-01T00:00:00Z' }, {}, {}],
  ['no changes that are none', { amount: 5, changes: null }, { amountMinor: 5 }, {}],
  [
    'no changes to nothing, which are kept',
    { amount: 5, changes: { amount: null, created_at: null, status: '', currency: 'EUR' } },
    { amountMinor: 5, currency: 'EUR' },
    { changes: { amount: null, created_at: null, status: '' } },
  ],
  ['a time of any form', { created_at: 1_795_248_000 }, { createdAt: '2026-11-21T08:00:00.000Z' }, {}],
  [
    'nothing that is none by its form',
    { status: 'left with Zoë', merchant_id: 'Zoë & sons', currency: 'euro', amount: 19.9, user_id: { a: 1 } },
    {},
    { status: 'left with Zoë', merchant_id: 'Zoë & sons', currency: 'euro', amount: 19.9, user_id: { a: 1 } },
  ],
  ['no negative amount, and none that is text', { amount: -5 }, {}, { amount: -5 }],
  [
    'what changes say, too',
    { amount: 5, changes: { amount: 7, note: 'n', user_id: 8 } },
    { amountMinor: 7 },
    { amount: 5, changes: { note: 'n', user_id: 8 } },
  ],
])('in the clear stand %s', (_, data, clear, rest) => {
  expect(splitEvent({ order_id: 'o', ...data })).toEqual({ clear, rest });
});
