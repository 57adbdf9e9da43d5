import { describe, expect, test } from 'vitest';
import { collector } from '../../../lib/consumer/constructors.ts';
import { remove } from '../../../lib/store/store.ts';
import { watermarks } from '../../../lib/tables/watermarks.ts';
import { brokenAt, collecting, collectOrders, orderAt, watermarkOf } from '../../fixtures/collecting.ts';
import { total } from '../../fixtures/counting.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

describe('an offset that was collected before, of a time later than all that was collected', () => {
  const before = [orderAt(40, { laterMs: 9_000 }), orderAt(41, { laterMs: 5_000 })];
  const anew = [orderAt(0, { laterMs: 60_000 }), orderAt(1, { laterMs: 61_000 })];

  test('stops the partition, says what to do, and no other partition waits for it', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    await platform.invoke(handler, before);
    const { outcomes, thrown } = await platform.invoke(handler, [...anew, orderAt(0, { partition: 1 })]);
    expect(outcomes).toEqual(['handed-back', 'handed-back', 'handled']);
    expect(thrown).not.toBeNull();
    const line = platform.lines.find(({ level }) => level === 'error');
    expect(line).toMatchObject({ message: 'collector.stopped', errorCode: 'TOPIC_RECREATED', run: 'orders-0@0..1' });
    expect(line?.['error']).toContain(
      'orders-0@0 is of 2026-11-21T08:00:00.000Z, but what was collected up to offset 41 is of 2026-11-21T07:59:09.000Z ' +
        'at the latest. If the topic was made anew, remove the item collectOrders#orders-0 of table watermarks',
    );
    expect(await total(platform)).toBe(3);
  });

  test('is no dead letter either, where it can not be read', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    await platform.invoke(handler, before);
    const broken = { ...brokenAt(0), timestamp: orderAt(0, { laterMs: 60_000 }).timestamp };
    expect((await platform.invoke(handler, [broken])).outcomes).toEqual(['handed-back']);
    expect(platform.lines.filter(({ level }) => level === 'error')).toMatchObject([{ errorCode: 'TOPIC_RECREATED' }]);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });

  test('is collected from the start once the watermark is removed', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    await platform.invoke(handler, before);
    const { store } = (await platform.open()(collectOrders)).connections;
    await store.transact([remove({ table: watermarks, pk: 'collectOrders#orders-0', sk: '-' })], 'by hand');
    expect((await platform.invoke(handler, anew)).outcomes).toEqual(['handled', 'handled']);
    expect(await watermarkOf(platform)).toBe(1);
  });
});

describe('timestamps that are out of order', () => {
  const wild = [
    orderAt(0, { laterMs: 5_000 }),
    orderAt(1, { laterMs: -90_000 }),
    recordOf({ offset: 2, value: { id: 'x', type: 'order.seen' } }),
    { ...brokenAt(3), timestamp: orderAt(0, { laterMs: 70_000 }).timestamp },
    orderAt(4),
  ];

  test('stop nobody, neither when they come nor when they come again', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    const first = await platform.invoke(handler, wild);
    expect(first.outcomes).toEqual(['handled', 'handled', 'ignored', 'dead-letter', 'handled']);
    expect((await platform.invoke(handler, wild)).outcomes).toEqual(Array(5).fill('duplicate'));
    expect((await platform.invoke(handler, [orderAt(5, { laterMs: -100_000 })])).outcomes).toEqual(['handled']);
    expect((await platform.invoke(handler, wild)).thrown).toBeNull();
  });
});
