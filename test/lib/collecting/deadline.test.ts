import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import type { Ref } from '../../../lib/store/store.ts';
import {
  brokenAt,
  collecting,
  collectOrders,
  failingAt,
  numbers,
  orderAt,
  watermarkOf,
} from '../../fixtures/collecting.ts';
import { openPlatform } from '../../fixtures/platform.ts';

const eight = numbers(0, 7).map((offset) => orderAt(offset));

describe('a run', () => {
  test('is not begun when too little of the invocation is left', async () => {
    const platform = await openPlatform([collectOrders]);
    let reads = 0;
    const watching = ({ store }: Connections) => ({
      store: {
        ...store,
        read: async (refs: readonly Ref[]) => {
          reads += 1;
          return await store.read(refs);
        },
      },
    });
    const handler = collector(collectOrders, collecting, { open: platform.open(watching) });
    const { reports } = await platform.invoke(handler, [...eight, brokenAt(8)], 1_900);
    expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual(Array(9).fill(['handed-back', 0]));
    expect(reads).toBe(0);
  });

  test('goes back when its next pause does not fit into the invocation, and what was committed stays so', async () => {
    const platform = await openPlatform([collectOrders]);
    const failing = failingAt('e2', () => {
      throw new Error('reset by peer');
    });
    const handler = withLeft({ ms: 2_900 }, collector(collectOrders, failing, { open: platform.open() }));
    const { outcomes } = await platform.invoke(handler, [orderAt(0), brokenAt(1), orderAt(2)]);
    expect(outcomes).toEqual(['handled', 'dead-letter', 'handed-back']);
    expect(platform.sleeps).toEqual([]);
    expect(await watermarkOf(platform)).toBe(1);
  });

  test('is cut short between its parts when time runs out, and the rest comes again', async () => {
    const platform = await openPlatform([collectOrders]);
    // It is folded with the others, by itself to tell whether the code is faulty, and with the later half.
    const left = { ms: 6_500 };
    const slow = failingAt('e5', () => {
      left.ms -= 1_500;
      throw new TypeError('undefined is not a function');
    });
    const handler = withLeft(left, collector(collectOrders, slow, { open: platform.open() }));
    const { outcomes } = await platform.invoke(handler, eight);
    expect(outcomes).toEqual([...Array(4).fill('handled'), ...Array(4).fill('handed-back')]);
    left.ms = 30_000;
    const again = await platform.invoke(handler, eight);
    expect(again.outcomes).toEqual([...Array(4).fill('duplicate'), 'handled', 'dead-letter', 'handled', 'handled']);
  });

  test('is not begun with less time left than half as much again as the slowest so far took', async () => {
    const platform = await openPlatform([collectOrders]);
    const left = { ms: 10_000 };
    const slow = failingAt('e0', () => {
      platform.clock.nowMs += 4_000;
      left.ms -= 4_000;
    });
    const handler = withLeft(left, collector(collectOrders, slow, { open: platform.open() }));
    const records = [orderAt(0), brokenAt(1), orderAt(2)];
    expect((await platform.invoke(handler, records)).outcomes).toEqual(['handled', 'handed-back', 'handed-back']);
  });
});

/** An invocation whose time goes by as the test has it. */
function withLeft(left: { ms: number }, handler: ReturnType<typeof collector>) {
  return Object.assign(
    (...[event, context]: Parameters<typeof handler>) =>
      handler(event, Object.assign(context, { getRemainingTimeInMillis: () => left.ms })),
    handler,
  );
}
