import { describe, expect, test } from 'vitest';
import { restoreOrder } from '../../domain/orders/history.ts';
import { type Order, orders } from '../../domain/orders/order.ts';
import { rebuildOrder } from '../../domain/orders/rebuild.ts';
import { openRest } from '../../domain/orders/sealed.ts';
import { openKey, type UserKey } from '../../domain/users/userKey.ts';
import { at, context, event } from '../fixtures/orderEvents.ts';

const userKey: UserKey = { pk: 'user#7', sk: '-', salt: 's' };
const key = openKey('7', userKey, context);
const created = event('e1', 'order_created', '00.000', { user_id: 7, amount: 1990, items: [{ engraving: 'Zoë' }] });
const paid = event('e2', 'order_paid', '01.000', { iban: 'DE02' });

function rebuilt(events: (typeof created)[], order?: Order) {
  const restored = restoreOrder(events);
  if (!restored) throw new Error('expected an order');
  const recorded = order && { order, rest: openRest(orders, order, userKey, context) };
  return rebuildOrder('o-1', restored, recorded, key);
}

function recordOf(events: (typeof created)[], order?: Order): Order {
  const outcome = rebuilt(events, order);
  const [put] = 'writes' in outcome ? outcome.writes : [];
  if (!put) throw new Error(`expected a record, came ${outcome.outcome}`);
  return put.item as Order;
}

describe('an order’s record, beside its history', () => {
  test('is restored where it is missing, its rest sealed', () => {
    expect(rebuilt([created, paid])).toMatchObject({ outcome: 'restored', writes: [{ when: { absent: true } }] });
    const order = recordOf([created, paid]);
    expect(order).toMatchObject({
      version: 2,
      status: 'paid',
      userId: '7',
      amountMinor: 1990,
      createdAt: at('00.000'),
    });
    expect(order.changedAt).toBe(at('01.000'));
    expect(JSON.stringify(order)).not.toMatch(/Zoë|DE02/);
    expect(openRest(orders, order, userKey, context)).toEqual({ items: [{ engraving: 'Zoë' }], iban: 'DE02' });
  });

  test('is brought forward where it is behind, if nobody changed it meanwhile; what only it knows stays', () => {
    const record = { ...recordOf([created]), version: 4, orderNo: 'ORD1' };
    expect(rebuilt([created, paid], record)).toMatchObject({
      outcome: 'brought-forward',
      writes: [{ when: { equals: { version: 4 } } }],
    });
    const next = recordOf([created, paid], record);
    expect(next).toMatchObject({ version: 5, status: 'paid', orderNo: 'ORD1', changedAt: at('01.000') });
    expect(openRest(orders, next, userKey, context)).toEqual({ items: [{ engraving: 'Zoë' }], iban: 'DE02' });
  });

  test('takes in what was told late of a time before its last change', () => {
    const record = recordOf([created, paid]);
    const late = event('e3', 'order_updated', '00.500', { changes: { amount: 500 } });
    expect(recordOf([created, late, paid], record)).toMatchObject({ version: 3, status: 'paid', amountMinor: 500 });
  });

  test.each<[string, Order, string]>([
    ['says what its history says', recordOf([created, paid]), 'current'],
    [
      'is newer than its history',
      { ...recordOf([created]), changedAt: at('01.000000001'), status: 'cancelled' },
      'newer',
    ],
    [
      'tells of another user',
      { ...recordOf([event('e1', 'order_created', '00.000', { user_id: 8 })]) },
      'another-user',
    ],
  ])('is left alone where it %s', (_, record, outcome) => {
    expect(rebuilt([created, paid], record)).toEqual({ outcome });
  });

  test('of a deleted user is restored without what was sealed', () => {
    const restored = restoreOrder([{ ...created, rest: {} }]);
    const outcome = restored && rebuildOrder('o-1', restored, undefined, undefined);
    expect(outcome).toMatchObject({ outcome: 'restored', writes: [{ item: { userId: '7', status: 'created' } }] });
    expect(JSON.stringify(outcome)).not.toContain('sealed');
  });

  test('has no status where nobody ever told one', () => {
    expect(recordOf([event('e1', 'note', '00.000', { user_id: 7 })])).toMatchObject({ status: 'unknown' });
  });
});
