import { expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { collector, consumer, delivery } from '../../../lib/consumer/constructors.ts';
import type { Store } from '../../../lib/store/store.ts';
import { collecting, collectOrders } from '../../fixtures/collecting.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { sendTickets, ticketDelivery } from '../../fixtures/tickets.ts';

const never = () => new Promise<never>(() => undefined);
/** Answers until something is to be written that is no progress row. */
const stuckStore = ({ store }: { store: Store }) => ({
  store: {
    ...store,
    transact: (async (writes, token) =>
      JSON.stringify(writes).includes('"progress"')
        ? await store.transact(writes, token)
        : await never()) as Store['transact'],
    writeEach: never,
  },
});

const kinds = {
  consumer: (platform: Platform) =>
    consumer(countOrders, { 'order.placed': { decide: () => commit({}) } }, { open: platform.open(stuckStore) }),
  collector: (platform: Platform) => collector(collectOrders, collecting, { open: platform.open(stuckStore) }),
  delivery: (platform: Platform) =>
    delivery(sendTickets, { 'order.placed': ticketDelivery(never, { limitMs: 60_000 }) }, { open: platform.open() }),
};

test.each([
  ['consumer', 'countOrders after, with orders-0@4 (order.placed) and 1 beside it under way'],
  ['collector', 'collectOrders after, with the run orders-0@4 to 5 under way'],
  ['delivery', 'sendTickets after, with orders-0@4 (order.placed), orders-0@5 (order.placed) under way'],
] as const)(
  'a %s that runs out of time says which it is, after how long, and with what under way',
  async (kind, told) => {
    const platform = await openPlatform([countOrders, collectOrders, sendTickets]);
    const batch = [4, 5].map((offset) =>
      recordOf({ offset, key: `k${offset}`, value: placed(`e${offset}`, 5, { order_id: `o-${offset}` }) }),
    );
    const { thrown } = await platform.invoke(kinds[kind](platform), batch, 2_500);
    const [, seconds] = /after (\d\.\d) s/.exec(thrown ?? '') ?? [];
    expect(Number(seconds)).toBeGreaterThan(2);
    expect(thrown?.replace(` ${seconds} s`, '')).toBe(`it took longer than its limit: ${told}`);
    const [line] = platform.lines.filter(({ message }) => message === 'invocation.failed');
    expect(line).toMatchObject({ level: 'error', errorCode: 'TIMED_OUT', error: thrown });
  },
);
