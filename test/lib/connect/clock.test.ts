import { expect, it } from 'vitest';
import { put, ref } from '../../../lib/store/store.ts';
import { marks } from '../../../lib/tables/marks.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';

it.each(['2001-01-01T00:00:00.000Z', '2126-01-01T00:00:00.000Z'])(
  'the store of an engine whose clock says %s ages its rows by that clock',
  async (day) => {
    const platform = await openPlatform([countOrders]);
    platform.clock.nowMs = Date.parse(day);
    const { connections } = await platform.open()(countOrders);
    const second = platform.clock.nowMs / 1_000;
    const rowAt = (n: number, expiresAt: number) =>
      put(marks, { pk: `a#${n}`, sk: '-', state: 'completed', at: day, expiresAt });
    await connections.store.transact([rowAt(-1, second - 1), rowAt(-2, second + 1)], 'both');
    // More writes than the store lets pass between two purges.
    for (let n = 0; n < 250; n += 1) await connections.store.transact([rowAt(n, second + 60)], `${n}`);
    const [gone, kept] = await connections.store.read([ref(marks, 'a#-1'), ref(marks, 'a#-2')]);
    expect([gone, kept?.['expiresAt']]).toEqual([undefined, second + 1]);
  },
);
