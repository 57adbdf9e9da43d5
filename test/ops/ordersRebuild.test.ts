import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Order, orders } from '../../domain/orders/order.ts';
import { put } from '../../lib/store/store.ts';
import { legacy, record } from '../fixtures/orderHistory.ts';
import { givenOrder } from './givenOrder.ts';
import { runOps } from './runOps.ts';

describe('ops orders rebuild', () => {
  it('restores a record that is missing, brings forward one that is behind, and leaves a newer one alone', async () => {
    const { acts, json, keep, ops, store, stored } = await givenOrder();
    expect(await json('rebuild', 'o-1')).toEqual([
      { order_id: 'o-1', outcome: 'restored', version: 3, events: 3, partial_events: 1 },
    ]);
    const restored = await stored();
    expect(restored).toMatchObject({ version: 3, status: 'sent', userId: '7', amountMinor: 1990 });
    expect(JSON.stringify(restored)).not.toContain('Zoë');
    expect((await ops('rebuild', 'o-1')).text).toBe(
      'o-1: says what its history says; left as it is (version 3, 3 events, 1 of them not whole)',
    );
    await keep(record(3, legacy('order_returned', '20', { event_id: 'e3' })));
    expect(await json('rebuild', '--all')).toMatchObject([{ outcome: 'brought-forward', version: 4, events: 4 }]);
    const changed = {
      ...((await stored()) as Order),
      version: 5,
      status: 'refunded',
      changedAt: '2026-11-21T09:00:00.000Z',
    };
    await store.transact([put(orders, changed)], randomUUID());
    expect((await ops('rebuild', 'o-1')).text).toMatch(/^o-1: is newer than its history; left as it is \(version 5/);
    expect(await stored()).toEqual(changed);
    expect(await acts()).toMatchObject([
      { action: 'order.rebuild', details: { outcome: 'restored', version: 3 } },
      { action: 'order.rebuild', details: { outcome: 'brought-forward', version: 4 } },
    ]);
  });

  it('leaves a record of another user alone, and ends with status 2', async () => {
    const { json, ops, store, stored } = await givenOrder();
    await json('rebuild', 'o-1');
    const other = { ...((await stored()) as Order), userId: '8' };
    await store.transact([put(orders, other)], randomUUID());
    const { text, status } = await ops('rebuild', 'o-1');
    expect([status, text]).toEqual([2, expect.stringContaining('tells of another user than its history')]);
    expect(await stored()).toEqual(other);
  });

  it('does not restore what it can not open: with another secret it stops', async () => {
    const { folder, stored } = await givenOrder();
    const { status, stderr } = await runOps(['orders', 'rebuild', 'o-1', '--state', folder], {
      DIGEST_SECRET: 'another secret of thirty-two characters',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('sealed data does not open')]);
    expect(await stored()).toBeUndefined();
  });
});
