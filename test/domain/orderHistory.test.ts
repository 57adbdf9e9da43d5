import { describe, expect, test } from 'vitest';
import { type KeptEvent, restoreOrder } from '../../domain/orders/history.ts';
import { at, event } from '../fixtures/orderEvents.ts';

const created = event('e1', 'order_created', '00.000', { user_id: 7, amount: 1990, items: [{ sku: 'a' }] });
const told = { userId: '7', amountMinor: 1990 };

describe('an order restored from its history', () => {
  test.each<[string, KeptEvent[], object, object]>([
    ['is created', [created], { ...told, status: 'created' }, { items: [{ sku: 'a' }] }],
    [
      'has the status that an unknown type names',
      [created, event('e2', 'order_paid', '01.000', { paid_by: 'card' })],
      { ...told, status: 'paid' },
      { items: [{ sku: 'a' }], paid_by: 'card' },
    ],
    [
      'has the status that the event tells, whatever its type',
      [created, event('e2', 'order_shipped', '01.000', { status: 'in_transit' })],
      { ...told, status: 'in_transit' },
      { items: [{ sku: 'a' }] },
    ],
    [
      'keeps its status when it is only updated, and takes what changed',
      [created, event('e2', 'order.updated', '01.000', { changes: { amount: 500, note: 'ring twice' } })],
      { ...told, amountMinor: 500, status: 'created' },
      { items: [{ sku: 'a' }], note: 'ring twice' },
    ],
    [
      'loses what is changed to null, and nothing by a null told beside',
      [created, event('e2', 'order_updated', '01.000', { changes: { items: null }, amount: null, note: null })],
      { ...told, status: 'created' },
      {},
    ],
    [
      'loses what stands in the clear when that is changed to null',
      [created, event('e2', 'order_updated', '01.000', { amount: 5, changes: { amount: null } })],
      { userId: '7', status: 'created' },
      { items: [{ sku: 'a' }] },
    ],
    [
      'knows both spellings of what happens to it',
      [created, event('e2', 'order.cancelled', '01.000', { reason: 'late' })],
      { ...told, status: 'cancelled' },
      { items: [{ sku: 'a' }], reason: 'late' },
    ],
    [
      'has no status of a type that is none of an order',
      [created, event('e2', 'invoice_sent', '01.000')],
      { ...told, status: 'created' },
      { items: [{ sku: 'a' }] },
    ],
    [
      'takes no change that is none, but keeps it',
      [created, event('e2', 'order_updated', '01.000', { changes: ['amount'] })],
      { ...told, status: 'created' },
      { items: [{ sku: 'a' }], changes: ['amount'] },
    ],
    [
      'has a field once, as it was told last: first unclear, then clear, then unclear',
      [
        event('e1', 'order_created', '00.000', { amount: '19.90', status: 'on the way' }),
        event('e2', 'order_updated', '01.000', { changes: { amount: 1990 }, status: 'sent' }),
        event('e3', 'order_updated', '02.000', { changes: { amount: 'much' } }),
      ],
      { status: 'sent' },
      { amount: 'much' },
    ],
    [
      'is the first user’s for ever, and takes nothing that another one’s key sealed',
      [
        created,
        event('e2', 'order_paid', '01.000', { user_id: 8, iban: 'DE02', changes: { user_id: 9, order_id: 'x' } }),
      ],
      { ...told, status: 'paid' },
      { items: [{ sku: 'a' }] },
    ],
    [
      'takes fields of any name as fields',
      [created, event('e2', 'order_noted', '01.000', JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'))],
      { ...told, status: 'noted' },
      JSON.parse('{"items": [{"sku": "a"}], "__proto__": {"x": 1}, "constructor": 2}'),
    ],
  ])('%s', (_, events, clear, rest) => {
    const restored = restoreOrder(events);
    expect(restored?.clear).toEqual({ ...clear, createdAt: at('00.000') });
    expect(Object.entries(restored?.rest ?? {})).toEqual(Object.entries(rest));
    expect([restored?.events, restored?.changedAt]).toEqual([events.length, events.at(-1)?.at]);
  });

  test('takes events by their times, of three or nine digits, then by their ids', () => {
    const events = [
      event('b', 'order_b', '00.123456789'),
      event('c', 'order_c', '00.123456789'),
      event('a', 'order_a', '00.123'),
    ];
    expect(restoreOrder(events)?.clear.status).toBe('c');
    expect(restoreOrder(events, at('00.123'))?.clear.status).toBe('a');
    expect(restoreOrder(events, at('00.123456788'))?.clear.status).toBe('a');
    expect(restoreOrder(events, at('00.123456789'))?.events).toBe(3);
  });

  test('counts an event once that was told under two times: the first holds', () => {
    const again = event('e1', 'order_created', '09.000', { amount: 1 });
    expect(restoreOrder([again, created])).toEqual(restoreOrder([created]));
  });

  test('is nothing before its first event', () => {
    expect(restoreOrder([created], '2026-11-21T07:59:59.999Z')).toBeUndefined();
    expect(restoreOrder([])).toBeUndefined();
  });

  test('was made when its first event says, in whatever form, else when that happened', () => {
    const first = event('e1', 'order_created', '05.000', { created_at: '2026-11-21T09:00:01+01:00' });
    const later = event('e2', 'order_paid', '06.000', { created_at: '2026-11-21T08:00:06Z' });
    expect(restoreOrder([later, first])?.clear.createdAt).toBe('2026-11-21T08:00:01.000Z');
    expect(restoreOrder([event('e1', 'order_created', '05.000')])?.clear.createdAt).toBe(at('05.000'));
  });
});
