import { describe, expect, test } from 'vitest';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

describe('a consumer of our own state', () => {
  test('handles an event once, however often it comes', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    const batch = [recordOf({ offset: 0, value: placed('e1', 5) }), recordOf({ offset: 1, value: placed('e2', 7) })];
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['handled', 'handled']);
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['duplicate', 'duplicate']);
    expect(await total(platform)).toBe(12);
  });

  test('dead-letters an id that comes again with other content, and keeps the first effect', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    const batch = [recordOf({ offset: 0, value: placed('e1', 5) }), recordOf({ offset: 1, value: placed('e1', 6) })];
    const { reports } = await platform.invoke(handler, batch);
    expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['handled', undefined],
      ['dead-letter', 'ID_REUSED'],
    ]);
    expect(await total(platform)).toBe(5);
  });

  test('takes the same event from another topic for a duplicate, in whatever words it comes', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })]);
    const told = { action: 'place', event_id: 'e1', order_id: 'o-1', amount: 5, extra: 'told otherwise' };
    expect((await platform.invoke(handler, [recordOf({ topic: 'old-orders', value: told })])).outcomes).toEqual([
      'duplicate',
    ]);
    expect(await total(platform)).toBe(5);
  });
});
