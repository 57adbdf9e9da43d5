import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collector } from '../../../lib/consumer/constructors.ts';
import { headerText, type KafkaRecord } from '../../../lib/kafka/record.ts';
import { brokenAt, collecting, collectOrders, factsOf, orderAt } from '../../fixtures/collecting.ts';
import { total } from '../../fixtures/counting.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

type What = 'order' | 'broken' | 'refused' | 'other';

/** Offsets have gaps, as Kafka leaves them. */
function recordsOf(whats: readonly What[]): KafkaRecord[] {
  return whats.map((what, n) => {
    const offset = 3 * n + (n % 2);
    if (what === 'broken') return brokenAt(offset);
    if (what === 'other') return recordOf({ offset, value: { id: `x${offset}`, type: 'order.seen' } });
    return orderAt(offset, { amount: what === 'refused' ? -1 : offset + 1, laterMs: (n * 7) % 5 });
  });
}

const what = fc.constantFrom<What>('order', 'order', 'order', 'broken', 'refused', 'other');
/** A delivery: how far before the last commit it begins, how long it is, and whether another one runs beside it. */
const delivery: fc.Arbitrary<Delivery> = fc.record({
  back: fc.nat({ max: 6 }),
  length: fc.integer({ min: 1, max: 9 }),
  isBeside: fc.boolean(),
});

interface Delivery {
  back: number;
  length: number;
  isBeside: boolean;
}

/** Delivers like a mapping: a batch begins at the last commit, or before. In the end everything is delivered. */
async function deliverAll(platform: Platform, records: readonly KafkaRecord[], deliveries: readonly Delivery[]) {
  const workers = [0, 1].map(() => collector(collectOrders, collecting, { open: platform.open() }));
  let committed = 0;
  for (const { back, length, isBeside } of deliveries) {
    const from = Math.max(0, committed - back);
    const batch = records.slice(from, from + length);
    const running = (isBeside ? workers : workers.slice(1)).map((worker) => platform.invoke(worker, batch));
    const came = await Promise.all(running);
    if (came.some(({ thrown }) => thrown === null)) committed = Math.max(committed, from + batch.length);
  }
  for (const worker of workers) await platform.invoke(worker, records.slice(committed));
}

describe('however records are cut into batches, repeated, and given to two workers at once', () => {
  const whats = fc.array(what, { minLength: 1, maxLength: 16 });

  test('each is counted once or dead-lettered once', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(whats, fc.array(delivery, { maxLength: 8 }), async (drawn, deliveries) => {
        const platform = await openPlatform([collectOrders]);
        const records = recordsOf(drawn);
        await deliverAll(platform, records, deliveries);
        const offsetsOf = (...wanted: What[]) =>
          records.flatMap(({ offset }, n) => (wanted.includes(drawn[n] ?? 'other') ? [offset] : []));
        const orders = offsetsOf('order');
        const letters = await platform.onTopic('orders.dead');
        const places = letters.map(({ headers }) => Number(headerText(headers, 'x-original-offset')));
        expect(await factsOf(platform)).toEqual(orders.map((offset) => `0@${offset} e${offset}`));
        expect((await total(platform)) ?? 0).toBe(orders.reduce((sum, offset) => sum + offset + 1, 0));
        expect(places.sort((a, b) => a - b)).toEqual(offsetsOf('broken', 'refused'));
      }),
      { numRuns: 25 },
    );
  });
});
