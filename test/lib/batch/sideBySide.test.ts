import { describe, expect, test } from 'vitest';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const unknown = (offset: number) =>
  recordOf({
    offset,
    value: { id: `u${offset}`, type: 'order.shipped', timestamp: '2026-11-21T07:59:00Z', order_id: 'o-1' },
  });
const known = (offset: number, more: object = {}) => recordOf({ offset, value: placed(`e${offset}`, 1), ...more });

/** Takes down the order in which it came to events; those named fail the first time. */
function noting(came: string[], ...failing: string[]): Decider<typeof orderPlaced> {
  const left = new Set(failing);
  return {
    decide: (event, loaded, context) => {
      came.push(event.id);
      if (left.delete(event.id)) throw new Error('reset by peer');
      return counting.decide(event, loaded, context);
    },
  };
}

describe('lanes in step', () => {
  test('an event of a type that it does not handle is acknowledged, and the lane goes on', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    const { outcomes } = await platform.invoke(handler, [unknown(0), known(1), unknown(2), known(3), unknown(4)]);
    expect(outcomes).toEqual(['ignored', 'handled', 'ignored', 'handled', 'ignored']);
    expect(await total(platform)).toBe(2);
  });

  test('a lane whose record fails goes on by itself, in order, and holds up no other', async () => {
    const platform = await openPlatform([countOrders]);
    const came: string[] = [];
    const open = async (declaration: Parameters<ReturnType<typeof platform.open>>[0]) => {
      const engine = await platform.open()(declaration);
      const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms / 10));
      return { ...engine, sleep };
    };
    const handler = consumer(countOrders, { 'order.placed': noting(came, 'e0') }, { open });
    const ill = [known(0, { key: 'ill' }), known(2, { key: 'ill' })];
    const well = [known(1, { key: 'well' }), known(3, { key: 'well' }), known(4, { key: 'well' })];
    const batch = [...ill, ...well].sort((a, b) => a.offset - b.offset);
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(Array(5).fill('handled'));
    expect(came).toEqual(['e0', 'e1', 'e3', 'e4', 'e0', 'e2']);
  });

  test('two lanes that tell the same event write one effect', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    const twins = [0, 1, 2].map((offset) => recordOf({ offset, key: `k${offset}`, value: placed('e1', 5) }));
    const { outcomes } = await platform.invoke(handler, twins);
    expect(outcomes.sort()).toEqual(['duplicate', 'duplicate', 'handled']);
    expect(await total(platform)).toBe(5);
  });
});

describe('a consumer that wants no order', () => {
  test('has a record that fails hold up no other of its key', async () => {
    const platform = await openPlatform([countOrders]);
    const came: string[] = [];
    const unordered = { ...countOrders, ordering: 'none' as const };
    const handler = consumer(unordered, { 'order.placed': noting(came, 'e0') }, { open: platform.open() });
    expect((await platform.invoke(handler, [known(0), known(1), known(2)])).outcomes).toEqual(Array(3).fill('handled'));
    expect(came).toEqual(['e0', 'e1', 'e2', 'e0']);
  });
});
