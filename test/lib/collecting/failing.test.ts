import { describe, expect, test } from 'vitest';
import type { Connections } from '../../../lib/connect/connect.ts';
import { collector } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { headerText } from '../../../lib/kafka/record.ts';
import { put } from '../../../lib/store/store.ts';
import {
  brokenAt,
  collecting,
  collectOrders,
  factsOf,
  failingAt,
  numbers,
  type OrderFold,
  orderAt,
  watermarkOf,
} from '../../fixtures/collecting.ts';
import { total } from '../../fixtures/counting.ts';
import { totals } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';

const eight = numbers(0, 7).map((offset) => orderAt(offset));

const fail = (error: Error) => () => {
  throw error;
};

async function lettersIn(platform: Platform) {
  const letters = await platform.onTopic('orders.dead');
  return letters.map(({ headers }) =>
    ['x-original-offset', 'x-error-code', 'x-attempts'].map((name) => headerText(headers, name)).join(' '),
  );
}

describe('a record that can not be read', () => {
  test('gets its letter in its turn, and the watermark goes on behind it', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    const records = [orderAt(0), brokenAt(1), orderAt(2), brokenAt(3)];
    const outcomes = ['handled', 'dead-letter', 'handled', 'dead-letter'];
    expect((await platform.invoke(handler, records)).outcomes).toEqual(outcomes);
    expect(await watermarkOf(platform)).toBe(3);
    expect((await platform.invoke(handler, records)).outcomes).toEqual(Array(4).fill('duplicate'));
    expect(await lettersIn(platform)).toEqual(['1 NOT_JSON 1', '3 NOT_JSON 1']);
    expect(await total(platform)).toBe(2);
  });

  test('is not passed while its letter can not be stored, and nothing behind it is collected', async () => {
    const platform = await openPlatform([collectOrders]);
    const refusing = ({ store }: Connections) => ({
      store: {
        ...store,
        transact: async (...[writes, token]: Parameters<typeof store.transact>) => {
          const isLetter = writes.some((write) => write.op === 'put' && write.table.name === 'outbox');
          if (isLetter) throw new Fault('STORE_UNAVAILABLE', 'connection refused');
          return await store.transact(writes, token);
        },
      },
    });
    const records = [orderAt(0), brokenAt(1), orderAt(2), orderAt(0, { partition: 1 })];
    const { outcomes } = await platform.invoke(
      collector(collectOrders, collecting, { open: platform.open(refusing) }),
      records,
    );
    expect(outcomes).toEqual(['handled', 'handed-back', 'handed-back', 'handled']);
    expect(await watermarkOf(platform)).toBe(0);
    const next = await platform.invoke(collector(collectOrders, collecting, { open: platform.open() }), records);
    expect(next.outcomes).toEqual(['duplicate', 'dead-letter', 'handled', 'duplicate']);
    expect(await lettersIn(platform)).toEqual(['1 NOT_JSON 1']);
  });
});

describe('a run whose fold fails', () => {
  test.each([
    ['a bug', new TypeError('undefined is not a function'), 'PROGRAMMER_ERROR 1'],
    ['a conflict', new Fault('FACT_CONFLICT', 'e5'), 'FACT_CONFLICT 1'],
    ['what may pass and does not', new Error('reset by peer'), 'UNKNOWN 3'],
  ])('for %s costs only the record that is to blame', async (_, error, story) => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, failingAt('e5', fail(error)), { open: platform.open() });
    const { outcomes } = await platform.invoke(handler, eight);
    expect(outcomes).toEqual(eight.map(({ offset }) => (offset === 5 ? 'dead-letter' : 'handled')));
    expect(await lettersIn(platform)).toEqual([`5 ${story}`]);
    expect(await total(platform)).toBe(7);
    expect(await watermarkOf(platform)).toBe(7);
    expect((await platform.invoke(handler, eight)).outcomes).toEqual(Array(8).fill('duplicate'));
    expect(await factsOf(platform)).toEqual([0, 1, 2, 3, 4, 6, 7].map((offset) => `0@${offset} e${offset}`));
  });

  test('since it refuses leaves refused letters for those alone that it refuses', async () => {
    const platform = await openPlatform([collectOrders]);
    const handler = collector(collectOrders, collecting, { open: platform.open() });
    const records = numbers(0, 5).map((offset) => orderAt(offset, { amount: offset === 0 || offset === 3 ? -1 : 1 }));
    const { outcomes } = await platform.invoke(handler, records);
    expect(outcomes).toEqual(['dead-letter', 'handled', 'handled', 'dead-letter', 'handled', 'handled']);
    expect(await lettersIn(platform)).toEqual(['0 REFUSED 1', '3 REFUSED 1']);
  });

  test('is tried three times in all, with growing pauses', async () => {
    const platform = await openPlatform([collectOrders]);
    let left = 2;
    const flaky = failingAt('e5', () => {
      if (left-- > 0) throw new Error('reset by peer');
    });
    const { reports } = await platform.invoke(collector(collectOrders, flaky, { open: platform.open() }), eight);
    expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual(Array(8).fill(['handled', 3]));
    expect(platform.sleeps).toEqual([1000, 2000]);
  });

  test('again and again pauses for the whole and for the record to blame, and not for each part between', async () => {
    const platform = await openPlatform([collectOrders]);
    const failing = failingAt('e5', fail(new Error('reset by peer')));
    await platform.invoke(collector(collectOrders, failing, { open: platform.open() }), eight);
    expect(platform.sleeps).toEqual([1000, 2000, 1000, 2000]);
  });

  test('costs nobody a try for what a neighbour did', async () => {
    const platform = await openPlatform([collectOrders]);
    const left = new Map([0, 1, 2, 3].map((offset) => [`e${offset}`, 2]));
    const flaky: OrderFold = {
      fold: (run, ...rest) => {
        for (const { id } of run.events) {
          const troubles = left.get(id) ?? 0;
          left.set(id, troubles - 1);
          if (troubles > 0) throw new Error('reset by peer');
        }
        return collecting.fold(run, ...rest);
      },
    };
    const { outcomes } = await platform.invoke(collector(collectOrders, flaky, { open: platform.open() }), eight);
    expect(outcomes).toEqual(Array(8).fill('handled'));
  });

  test('for something that is down hands back the rest of its partition, and no other', async () => {
    const platform = await openPlatform([collectOrders]);
    const down = failingAt('e5', fail(new Fault('DEPENDENCY_UNAVAILABLE', 'gone for lunch')));
    const records = [...eight, brokenAt(8), orderAt(0, { partition: 1 })];
    const { outcomes, thrown } = await platform.invoke(
      collector(collectOrders, down, { open: platform.open() }),
      records,
    );
    expect(outcomes).toEqual([...Array(9).fill('handed-back'), 'handled']);
    expect(thrown).toContain('collectOrders: 9 of them');
    expect(await watermarkOf(platform)).toBeUndefined();
    expect(await lettersIn(platform)).toEqual([]);
  });
});

test('an event that contradicts an item which nobody changes is one letter, and holds up nothing behind it', async () => {
  const platform = await openPlatform([collectOrders]);
  const first: OrderFold = {
    fold: (run, ...rest) => {
      const folded = collecting.fold(run, ...rest);
      if (folded.kind !== 'commit' || !run.events.some(({ id }) => id === 'e5')) return folded;
      // Opened by e2 already.
      const opening = put(totals, { pk: 'order#o-1', sk: '-', amount: 0 }, { absent: true });
      return { ...folded, writes: [opening] };
    },
  };
  const handler = collector(collectOrders, first, { open: platform.open() });
  await platform.invoke(handler, eight.slice(0, 4));
  const { reports } = await platform.invoke(handler, eight.slice(4));
  expect(reports.map(({ outcome, errorCode }) => [outcome, errorCode].filter(Boolean).join(' '))).toEqual([
    'handled',
    'dead-letter DECISION_IMPOSSIBLE',
    'handled',
    'handled',
  ]);
});
