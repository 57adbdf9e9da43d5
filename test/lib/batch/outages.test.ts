import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import type { Connections } from '../../../lib/connect/connect.ts';
import { drainConnectionsOf } from '../../../lib/connect/engine.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { relay } from '../../../lib/outbox/relay.ts';
import { add, put } from '../../../lib/store/store.ts';
import { countOrders, orderCounted, type orderPlaced, totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const counting: Decider<typeof orderPlaced> = {
  decide: ({ data }) =>
    commit({
      writes: [add(totalRef(data.order_id), { amount: data.amount })],
      events: [orderCounted({ order_id: data.order_id, count: 1 })],
    }),
};

const batch = [
  recordOf({ offset: 0, key: 'o-1', value: { id: 'e1', type: 'order.placed', order_id: 'o-1', amount: 5 } }),
  recordOf({ offset: 1, key: 'o-2', value: '{"broken' }),
];

const refuseAll = (code: 'STORE_UNAVAILABLE' | 'BROKER_UNAVAILABLE') => async () => {
  throw new Fault(code, 'connection refused');
};

describe('with our own store down', () => {
  test('nothing is dead-lettered, everything is handed back, and later handled once', async () => {
    const platform = await openPlatform([countOrders]);
    let isDown = true;
    const failing = ({ store }: Connections) => ({
      store: {
        ...store,
        read: (refs: Parameters<typeof store.read>[0]) =>
          isDown ? refuseAll('STORE_UNAVAILABLE')() : store.read(refs),
        transact: (writes: Parameters<typeof store.transact>[0], token: string) =>
          isDown ? refuseAll('STORE_UNAVAILABLE')() : store.transact(writes, token),
      },
    });
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open(failing) });
    const during = await platform.invoke(handler, batch);
    expect(during.outcomes).toEqual(['handed-back', 'handed-back']);
    expect(during.thrown).not.toBeNull();
    isDown = false;
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['handled', 'dead-letter']);
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
    expect(await platform.onTopic('shipments')).toHaveLength(1);
  });
});

describe('with Kafka down', () => {
  test('records are settled all the same, and the relay sends their events and letters later, once', async () => {
    const platform = await openPlatform([countOrders]);
    const deaf = ({ producer }: Connections) => ({
      producer: { ...producer, publish: refuseAll('BROKER_UNAVAILABLE') },
    });
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open(deaf) });
    const { outcomes, thrown } = await platform.invoke(handler, batch);
    expect(outcomes).toEqual(['handled', 'dead-letter']);
    expect(thrown).toBeNull();
    expect(await platform.onTopic('shipments')).toEqual([]);

    const engine = await platform.open()(countOrders);
    expect(await relay(drainConnectionsOf(engine))).toMatchObject({ streams: 2, rows: 2, failed: 0 });
    expect(await relay(drainConnectionsOf(engine))).toMatchObject({ streams: 0, rows: 0, failed: 0 });
    expect(await platform.onTopic('shipments')).toHaveLength(1);
    expect(await platform.onTopic('orders.dead')).toHaveLength(1);
  });
});

describe('a decision overtaken by another writer', () => {
  test('is made again on what is there now', async () => {
    const platform = await openPlatform([countOrders]);
    const engine = await platform.open()(countOrders);
    let interfered = false;
    const interfering = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (writes: Parameters<typeof store.transact>[0], token: string) => {
          if (!interfered) {
            interfered = true;
            await engine.connections.store.transact([put(totals, { pk: 'order#o-1', sk: '-', amount: 100 })], 'other');
          }
          return await store.transact(writes, token);
        },
      },
    });
    const replacing: Decider<typeof orderPlaced, { total: ReturnType<typeof totalRef> }> = {
      load: ({ data }) => ({ total: totalRef(data.order_id) }),
      decide: ({ data }, { total }) => {
        const item = { pk: `order#${data.order_id}`, sk: '-', amount: (total?.amount ?? 0) + data.amount };
        return commit({ writes: [put(totals, item, total ? { equals: { amount: total.amount } } : { absent: true })] });
      },
    };
    const handler = consumer(countOrders, { 'order.placed': replacing }, { open: platform.open(interfering) });
    expect((await platform.invoke(handler, batch.slice(0, 1))).outcomes).toEqual(['handled']);
    const [total] = await engine.connections.store.read([totalRef('o-1')]);
    expect(total?.['amount']).toBe(105);
  });
});
