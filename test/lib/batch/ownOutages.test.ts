import { describe, expect, test, vi } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { guardedObjects } from '../../../lib/connect/guarded.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { counting } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { breakerOn, orders } from '../deliveries/givenBreakers.ts';

describe('with the object store down', () => {
  test('letters too large for a row wait with their records, and it is asked no longer', async () => {
    const platform = await openPlatform([countOrders]);
    const put = vi.fn(async () => {
      throw new Fault('OBJECTS_UNAVAILABLE', 'no answer');
    });
    const breaker = breakerOn(platform, 'the object store');
    const down = ({ objects }: Connections) => ({ objects: guardedObjects({ ...objects, put }, breaker) });
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open(down) });
    const broken = Array.from({ length: 9 }, (_, n) =>
      recordOf({ offset: n + 1, key: `broken-${n}`, value: `{"broken${'!'.repeat(360_000)}` }),
    );
    const { outcomes } = await platform.invoke(handler, [...orders(1), ...broken]);
    expect(outcomes).toEqual(['handled', ...Array(9).fill('handed-back')]);
    // Some of the calls side by side were not begun when the breaker opened.
    const asked = put.mock.calls.length;
    expect(asked).toBeGreaterThanOrEqual(5);
    expect((await platform.invoke(handler, broken)).outcomes).toEqual(Array(9).fill('handed-back'));
    expect(put).toHaveBeenCalledTimes(asked);
    const well = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    expect((await platform.invoke(well, broken)).outcomes).toEqual(Array(9).fill('dead-letter'));
  });
});

describe('with our own store down, which has no breaker', () => {
  test('an invocation of fifty keys asks it once, so that it costs one time-out', async () => {
    const platform = await openPlatform([countOrders]);
    const asked = vi.fn(async () => {
      throw new Fault('STORE_UNAVAILABLE', 'no answer');
    });
    const down = ({ store }: Connections) => ({ store: { ...store, read: asked, transact: asked } });
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open(down) });
    const { outcomes } = await platform.invoke(handler, orders(50));
    expect(outcomes).toEqual(Array(50).fill('handed-back'));
    expect(asked).toHaveBeenCalledOnce();
  });
});
