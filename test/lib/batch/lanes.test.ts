import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import type { Connections } from '../../../lib/connect/connect.ts';
import { consumer, delivery } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import type { Email } from '../../../lib/mail/mail.ts';
import { put } from '../../../lib/store/store.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders, mailReceipts, type orderPlaced, totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';
import { recordOf } from '../../fixtures/records.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Takes down in which order it handled what, by writing on what it wrote before. */
const chaining: Decider<typeof orderPlaced, { total: ReturnType<typeof totalRef> }> = {
  load: ({ data }) => ({ total: totalRef(data.order_id) }),
  decide: ({ id, data }, { total }) => {
    const path = `${total?.['path'] ?? ''}${id};`;
    const item = { pk: `order#${data.order_id}`, sk: '-', amount: 0, path };
    return commit({
      writes: [put(totals, item, total ? { equals: { path: String(total['path']) } } : { absent: true })],
    });
  },
};

describe('lanes', () => {
  test('handle records of one key in offset order, whatever else runs beside them', async () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(keys, async (chosen) => {
        const platform = await openPlatform([countOrders]);
        const handler = consumer(countOrders, { 'order.placed': chaining }, { open: platform.open() });
        const batch = chosen.map((key, offset) =>
          recordOf({ key, offset, value: placed(`e${offset}`, 1, { order_id: key }) }),
        );
        expect((await platform.invoke(handler, batch)).thrown).toBeNull();
        const { connections } = await platform.open()(countOrders);
        for (const key of new Set(chosen)) {
          const [item] = await connections.store.read([totalRef(key)]);
          const wanted = chosen.flatMap((other, offset) => (other === key ? [`e${offset};`] : [])).join('');
          expect(item?.['path']).toBe(wanted);
        }
      }),
      { numRuns: 15 },
    );
  });

  test('of a batch share their round trips to the store', async () => {
    const platform = await openPlatform([countOrders]);
    const batch = numbers(200).map((n) =>
      recordOf({ key: `k${n}`, offset: n, value: placed(`e${n}`, 1, { order_id: `o${n}` }) }),
    );
    const handler = consumer(countOrders, { 'order.placed': chaining }, { open: platform.open() });
    const startedMs = performance.now();
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(Array(200).fill('handled'));
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(Array(200).fill('duplicate'));
  });

  test('send side by side, and never more than the limit at once', async () => {
    const platform = await openPlatform([mailReceipts]);
    let running = 0;
    let most = 0;
    const slow = ({ mail }: Connections) => ({
      mail: {
        takesKeys: true,
        send: async (email: Email, options: Parameters<typeof mail.send>[1]) => {
          running += 1;
          most = Math.max(most, running);
          await delay(10);
          running -= 1;
          await mail.send(email, options);
        },
      },
    });
    const config = { ...mailReceipts, concurrency: 4 };
    const handler = delivery(config, { 'order.placed': receipt() }, { open: platform.open(slow) });
    const batch = numbers(20).map((n) => ({ ...order(n, { email: `p${n}@example.com` }), key: Buffer.from(`k${n}`) }));
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(Array(20).fill('handled'));
    expect(most).toBe(4);
  });

  test('wait for a key that another lane of the same invocation holds, and hand nothing back for it', async () => {
    const platform = await openPlatform([mailReceipts]);
    let left = 2;
    const flaky = ({ mail }: Connections) => ({
      mail: {
        takesKeys: false,
        send: async (email: Email, options: Parameters<typeof mail.send>[1]) => {
          await delay(5);
          if (left-- > 0) throw new Error('socket hang up');
          await mail.send(email, options);
        },
      },
    });
    const handler = delivery(mailReceipts, { 'order.placed': receipt() }, { open: platform.open(flaky) });
    const batch = numbers(5).map((n) => ({ ...order(n), partition: n % 3, key: Buffer.from(`k${n}`) }));
    const { outcomes, thrown } = await platform.invoke(handler, batch);
    expect(thrown).toBeNull();
    expect(outcomes.sort()).toEqual(['duplicate', 'duplicate', 'duplicate', 'duplicate', 'handled']);
    expect(mailsIn(platform)).toHaveLength(1);
  });
});
