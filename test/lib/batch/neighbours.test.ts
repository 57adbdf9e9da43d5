import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { add } from '../../../lib/store/store.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced, totalRef } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const record = (partition: number, offset: number, id: string, more: { order_id?: string; key?: string } = {}) =>
  recordOf({
    partition,
    offset,
    key: more.key ?? `k${offset}`,
    value: placed(id, 1, { order_id: more.order_id ?? 'o' }),
  });

async function outcomesOf(decider: Decider, batch: ReturnType<typeof record>[], ordering: 'key' | 'none' = 'key') {
  const platform = await openPlatform([countOrders]);
  const config = { ...countOrders, ordering };
  const handler = consumer(
    config,
    { 'order.placed': decider as Decider<typeof orderPlaced> },
    { open: platform.open() },
  );
  const { reports, thrown } = await platform.invoke(handler, batch);
  return { thrown, outcomes: reports.map(({ outcome, errorCode }) => [outcome, errorCode].filter(Boolean).join(' ')) };
}

describe('a record that no store takes', () => {
  test('by its key, is dead-lettered without its neighbours', async () => {
    const loading: Decider<typeof orderPlaced> = {
      load: ({ data }) => ({ total: totalRef(data.order_id) }),
      decide: () => commit({}),
    };
    const batch = ['a', 'x'.repeat(3_000), 'b', 'x\ud800'].map((order_id, n) => record(0, n, `e${n}`, { order_id }));
    const { outcomes } = await outcomesOf(loading as Decider, batch);
    expect(outcomes).toEqual(['handled', 'dead-letter STORE_LIMIT', 'handled', 'dead-letter STORE_LIMIT']);
  });

  test('by a sum that is only known when it is made, is dead-lettered without those that share its transaction', async () => {
    const summing: Decider = {
      decide: (event) => {
        const { order_id } = event.data as { order_id: string };
        const amount = order_id === 'huge' ? Number.MAX_SAFE_INTEGER : 1;
        return commit({ writes: [add(totalRef(order_id === 'huge' ? 'sum' : order_id), { amount })] });
      },
    };
    const batch = [
      record(0, 0, 'e0', { order_id: 'sum' }),
      record(0, 1, 'e1', { order_id: 'huge' }),
      record(1, 0, 'e2'),
    ];
    const { outcomes } = await outcomesOf(summing, batch);
    expect(outcomes.filter((outcome) => outcome === 'handled')).toHaveLength(2);
    expect(outcomes.filter((outcome) => outcome.startsWith('dead-letter'))).toHaveLength(1);
  });
});

describe('an event that comes on several lanes of one batch', () => {
  const marking: Decider = { decide: () => commit({}) };

  test('is handled once where its mark is all there is to write, and its neighbours are handled', async () => {
    const batch = [
      record(0, 1, 'e1', { key: 'a' }),
      record(0, 2, 'e1', { key: 'b' }),
      record(0, 3, 'e3'),
      record(1, 1, 'e1'),
      record(2, 1, 'e4'),
    ];
    expect(await outcomesOf(marking, batch)).toEqual({
      thrown: null,
      outcomes: ['handled', 'duplicate', 'handled', 'duplicate', 'handled'],
    });
  });

  test('without order, too', async () => {
    const batch = [record(0, 1, 'e1'), record(0, 2, 'e1'), record(0, 3, 'e3')];
    expect((await outcomesOf(marking, batch, 'none')).outcomes).toEqual(['handled', 'duplicate', 'handled']);
  });
});

test('what a decider throws may be anything, and stops nobody else', async () => {
  const throwing: Decider = {
    decide: (event) => {
      if (event.id === 'e0') throw Object.create(null);
      return commit({});
    },
  };
  const { thrown, outcomes } = await outcomesOf(throwing, [record(0, 0, 'e0'), record(0, 1, 'e1')]);
  expect([thrown, outcomes]).toEqual([null, ['dead-letter UNKNOWN', 'handled']]);
});

test('a header name that is no proper text is kept as far as it can be, and blocks nobody', async () => {
  const { outcomes } = await outcomesOf({ decide: () => commit({}) }, [
    recordOf({ offset: 0, value: '{broken', headers: [['a\ud800', 'x']] }),
    record(0, 1, 'e1'),
  ]);
  expect(outcomes).toEqual(['dead-letter NOT_JSON', 'handled']);
});
