import { describe, expect, test } from 'vitest';
import { type Commit, commit } from '../../../lib/commit/commit.ts';
import type { Connections } from '../../../lib/connect/connect.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { add, putIfAbsent, type Write } from '../../../lib/store/store.ts';
import { total } from '../../fixtures/counting.ts';
import { handled, puts } from '../../fixtures/faultyStore.ts';
import { countOrders, totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { type Decide, deciding, recordAt } from './givenDecisions.ts';

describe('a repeat', () => {
  const fact = (amount: number) => putIfAbsent(totals, { pk: 'order#o-1', sk: '-', amount });
  const booking: Decide = ({ data }): Commit => commit({ once: fact(data.amount), sameAs: ['amount'] });

  test('is recognised by the item of its effect; what tells the same fact otherwise is a conflict', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = deciding(platform, booking);
    await platform.invoke(handler, [recordAt(0, 'e1', 5)]);
    const { reports } = await platform.invoke(handler, [recordAt(1, 'e2', 5), recordAt(2, 'e3', 6)]);
    expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['duplicate', undefined],
      ['dead-letter', 'FACT_CONFLICT'],
    ]);
    expect(await total(platform)).toBe(5);
  });

  test('need not be compared with the item of its effect', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = deciding(platform, ({ data }) => commit({ once: fact(data.amount) }));
    await platform.invoke(handler, [recordAt(0, 'e1', 5)]);
    expect((await platform.invoke(handler, [recordAt(1, 'e2', 6)])).outcomes).toEqual(['duplicate']);
  });

  test.each([
    ['alone', (): Commit => commit({})],
    [
      'with its effect',
      ({ data }: { data: { amount: number } }) => commit({ writes: [add(totalRef('o-1'), { amount: data.amount })] }),
    ],
  ])('that another worker was faster with, between look and write, is one by its mark %s', async (_, decide) => {
    const platform = await openPlatform([countOrders]);
    const effect = decide as Decide;
    const elsewhere = (...[offset, id, amount]: [number, string, number]) =>
      recordAt(offset, id, amount, { partition: 1 });
    let faster: Promise<unknown> | undefined;
    const overtaking = ({ store }: Connections) => ({
      store: handled(store, async (writes, write) => {
        if (puts('completed')(writes)) {
          // Else both would write the same mark, and a write that finds itself was done.
          platform.clock.nowMs += 1;
          faster ??= platform.invoke(deciding(platform, effect), [elsewhere(0, 'e1', 5), elsewhere(1, 'e2', 6)]);
          await faster;
        }
        return await write();
      }),
    });
    const late = deciding(platform, effect, overtaking);
    const { reports } = await platform.invoke(late, [recordAt(0, 'e1'), recordAt(1, 'e2', 7)]);
    expect(
      reports.flatMap(({ partition, outcome, errorCode }) => (partition === 0 ? [[outcome, errorCode]] : [])),
    ).toEqual([
      ['duplicate', undefined],
      ['dead-letter', 'ID_REUSED'],
    ]);
  });
});

describe('marks that are written in bulk', () => {
  const writing = async (writeEach: Connections['store']['writeEach']) => {
    const platform = await openPlatform([countOrders]);
    const marked = (writes: readonly Write[]) => puts('completed')(writes);
    const change = ({ store }: Connections) => ({
      store: {
        ...store,
        writeEach: (async (w) => (marked(w) ? await writeEach(w) : await store.writeEach(w))) as typeof writeEach,
      },
    });
    const handler = deciding(platform, () => commit({}), change);
    const { reports } = await platform.invoke(handler, [recordAt(0, 'e1'), recordAt(1, 'e2')]);
    return reports.map(({ outcome, errorCode }) => [outcome, errorCode]);
  };

  test('fail each for itself', async () => {
    const fault = new Fault('STORE_UNAVAILABLE', 'in this test');
    expect(await writing(async () => [{ kind: 'done' }, { kind: 'fault', fault }])).toEqual([
      ['handled', undefined],
      ['handed-back', 'STORE_UNAVAILABLE'],
    ]);
  });

  test('fail all where nothing is known of any', async () => {
    const down = async () => {
      throw new Fault('STORE_UNAVAILABLE', 'in this test');
    };
    expect(await writing(down)).toEqual(Array(2).fill(['handed-back', 'STORE_UNAVAILABLE']));
  });
});
