import { describe, expect, test } from 'vitest';
import type { Fold } from '../../../lib/collecting/fold.ts';
import { commit } from '../../../lib/commit/commit.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import { headerText } from '../../../lib/kafka/record.ts';
import { put, type Ref } from '../../../lib/store/store.ts';
import {
  collecting,
  collectOrders,
  numbers,
  type OrderFold,
  type OrderRun,
  orderAt,
  watermarkOf,
} from '../../fixtures/collecting.ts';
import { total } from '../../fixtures/counting.ts';
import { orderCounted, type orderPlaced, type Total, totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';

const batch = numbers(10, 12).map((offset) => orderAt(offset));

describe('a fold', () => {
  test('is given each run with its bounds, its name, and its events in offset order', async () => {
    const platform = await openPlatform([collectOrders]);
    const runs: OrderRun[] = [];
    const watching: OrderFold = {
      fold: (run, ...rest) => {
        runs.push(run);
        return collecting.fold(run, ...rest);
      },
    };
    const handler = collector(collectOrders, watching, { open: platform.open() });
    await platform.invoke(handler, [orderAt(30), orderAt(7), orderAt(5, { partition: 1 })]);
    const told = runs.map(({ topic, partition, firstOffset, lastOffset, name, events }) => ({
      bounds: [topic, partition, firstOffset, lastOffset],
      name: name.replace(/-[0-9a-f-]{36}$/, ''),
      events: events.map(({ id, type, offset }) => [id, type, offset]),
    }));
    expect(told).toEqual([
      {
        bounds: ['orders', 1, 5, 5],
        name: 'orders-1/0000000000000005-0000000000000005',
        events: [['e5', 'order.placed', 5]],
      },
      {
        bounds: ['orders', 0, 7, 30],
        name: 'orders-0/0000000000000007-0000000000000030',
        events: [
          ['e7', 'order.placed', 7],
          ['e30', 'order.placed', 30],
        ],
      },
    ]);
    expect([await watermarkOf(platform, 0), await watermarkOf(platform, 1)]).toEqual([30, 5]);
  });

  test('can load what it must know, and writes under a condition on it', async () => {
    const platform = await openPlatform([collectOrders]);
    const replacing: Fold<[typeof orderPlaced], { total: Ref<Total> }> = {
      load: () => ({ total: totalRef('o-1') }),
      fold: (run, { total: before }) => {
        const amount = run.events.reduce((sum, { data }) => sum + data.amount, before?.amount ?? 0);
        const when = before ? { equals: { amount: before.amount } } : ({ absent: true } as const);
        return commit({ writes: [put(totals, { pk: 'order#o-1', sk: '-', amount }, when)] });
      },
    };
    const handler = collector(collectOrders, replacing, { open: platform.open() });
    await platform.invoke(handler, batch);
    await platform.invoke(handler, [orderAt(13)]);
    expect(await total(platform)).toBe(4);
  });

  test('publishes what follows, once, and in the trace of the event where it follows from one alone', async () => {
    const platform = await openPlatform([collectOrders]);
    const counting: OrderFold = {
      fold: ({ events }) => commit({ events: [orderCounted({ order_id: 'o-1', count: events.length })] }),
    };
    const handler = collector(collectOrders, counting, { open: platform.open() });
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const traced = orderAt(13, { headers: [['traceparent', `00-${traceId}-b7ad6b7169203331-01`]] });
    for (const records of [batch, batch, [traced]]) await platform.invoke(handler, records);
    const published = await platform.onTopic('shipments');
    expect(published.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()).count)).toEqual([3, 1]);
    const traces = published.map(({ headers }) => headerText(headers, 'traceparent')?.slice(3, 35));
    expect(traces[1]).toBe(traceId);
    expect(traces[0]).not.toBe(traceId);
  });
});

describe('a fold that the engine can keep no promise with', () => {
  const misused: [string, OrderFold, string][] = [
    [
      'names an object that another try would overwrite',
      { fold: () => commit({ objects: [{ name: 'facts/today', bytes: Buffer.from('x') }] }) },
      'came facts/today',
    ],
    ['brings a once of its own', { fold: () => commit({ once: 'version' }) }, 'expected no once'],
  ];
  test.each(misused)('since it %s, stops, and no record is blamed', async (_, fold, message) => {
    const platform = await openPlatform([collectOrders]);
    const { outcomes } = await platform.invoke(collector(collectOrders, fold, { open: platform.open() }), batch);
    expect(outcomes).toEqual(['handed-back', 'handed-back', 'handed-back']);
    const line = platform.lines.find(({ level }) => level === 'error');
    expect(line).toMatchObject({ message: 'collector.stopped', errorCode: 'FOLD_INVALID' });
    expect(line?.['error']).toContain(message);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });
});
