import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { collector, consumer, delivery } from '../../../lib/consumer/constructors.ts';
import { type Delivery, send } from '../../../lib/deliveries/delivery.ts';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import { collecting, collectOrders, type OrderFold } from '../../fixtures/collecting.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders, mailReceipts, type orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

type Fails = (id: string) => boolean;

function bug(): never {
  throw new TypeError("Cannot read properties of undefined (reading 'total')");
}

/** The three kinds of consumers, each with a bug that some events meet. */
const kinds = {
  decision: (fails: Fails) => (platform: Platform) =>
    consumer(
      countOrders,
      { 'order.placed': { decide: ({ id }: { id: string }) => (fails(id) ? bug() : commit({})) } },
      { open: platform.open() },
    ),
  delivery: (fails: Fails) => (platform: Platform) => {
    const prepare: Delivery<typeof orderPlaced>['prepare'] = ({ id }) =>
      fails(id) ? bug() : send(id, { to: ['jane@example.com'], subject: 'Receipt', text: id, html: '' });
    const channel = emailChannel as Delivery<typeof orderPlaced>['channel'];
    return delivery(mailReceipts, { 'order.placed': { prepare, channel } }, { open: platform.open() });
  },
  collector: (fails: Fails) => (platform: Platform) => {
    const fold: OrderFold = {
      fold: (run, ...rest) => (run.events.some(({ id }) => fails(id)) ? bug() : collecting.fold(run, ...rest)),
    };
    return collector(collectOrders, fold, { open: platform.open() });
  },
};

type Kind = keyof typeof kinds;
const each = (Object.keys(kinds) as Kind[]).map((kind) => [kind] as const);

const orderOf = (offset: number, id: string, key: string | null) => recordOf({ offset, key, value: placed(id, 5) });
const bad = (count: number) => Array.from({ length: count }, (_, n) => `bad-${n}`);
const good = (count: number) => Array.from({ length: count }, (_, n) => `good-${n}`);
const oneKey = (ids: readonly string[]) => ids.map((id, n) => orderOf(n, id, 'o-1'));
const manyKeys = (ids: readonly string[]) => ids.map((id, n) => orderOf(n, id, `k${n}`));

async function invoked(kind: Kind, batches: readonly (readonly KafkaRecord[])[]) {
  const platform = await openPlatform([countOrders, collectOrders, mailReceipts]);
  const handler = kinds[kind]((id) => id.startsWith('bad'))(platform);
  const came = [];
  for (const batch of batches) came.push(await platform.invoke(handler, batch));
  const letters = await platform.onTopic('orders.dead');
  const loud = platform.lines.filter(({ level, message }) => level === 'error' && message === 'deployment.faulty');
  const outcomes = came.map((one) => {
    const counts = Map.groupBy(one.outcomes, (outcome) => outcome);
    return Object.fromEntries([...counts].map(([outcome, all]) => [outcome, all.length]));
  });
  return { outcomes, thrown: came.map(({ thrown }) => thrown), letters: letters.length, loud };
}

describe.each(each)('the programmer error of a %s', (kind) => {
  test.each([
    ['on keys of their own', manyKeys],
    ['on one key', oneKey],
  ])(
    'that all of twenty records end in has the batch handed back, again and again, without a letter: %s',
    async (_, on) => {
      const batch = on(bad(20));
      const { outcomes, thrown, letters, loud } = await invoked(kind, [batch, batch]);
      expect(outcomes).toEqual([{ 'handed-back': 20 }, { 'handed-back': 20 }]);
      expect(thrown.every((text) => text?.includes('20 of them'))).toBe(true);
      expect(letters).toBe(0);
      expect(loud).toHaveLength(2);
    },
  );

  test('that three of three end in does so too', async () => {
    const { outcomes, letters } = await invoked(kind, [manyKeys(bad(3))]);
    expect([outcomes, letters]).toEqual([[{ 'handed-back': 3 }], 0]);
  });

  test('that eleven of twenty end in does so too; what succeeds meanwhile is known the next time', async () => {
    const batch = manyKeys([...good(9), ...bad(11)]);
    const { outcomes, letters } = await invoked(kind, [batch, batch]);
    // A collector's run goes back as a whole.
    const expected =
      kind === 'collector'
        ? [{ 'handed-back': 20 }, { 'handed-back': 20 }]
        : [
            { handled: 9, 'handed-back': 11 },
            { duplicate: 9, 'handed-back': 11 },
          ];
    expect([outcomes, letters]).toEqual([expected, 0]);
  });

  test('that ten of twenty end in is theirs: letters, and nobody waits', async () => {
    const { outcomes, letters, loud } = await invoked(kind, [oneKey([...bad(10), ...good(10)])]);
    expect([outcomes, letters, loud]).toEqual([[{ 'dead-letter': 10, handled: 10 }], 10, []]);
  });

  test('that one of twenty on one key ends in is its own', async () => {
    const { outcomes, letters } = await invoked(kind, [oneKey([...bad(1), ...good(19)])]);
    expect([outcomes, letters]).toEqual([[{ 'dead-letter': 1, handled: 19 }], 1]);
  });

  test('that the only record of a batch ends in is its own, for it would come again alone for ever', async () => {
    const { outcomes, letters } = await invoked(kind, [
      oneKey(bad(1)),
      oneKey(['good-1', 'good-2', 'good-3']).slice(1),
    ]);
    expect([outcomes, letters]).toEqual([[{ 'dead-letter': 1 }, { handled: 2 }], 1]);
  });

  test('that a record ends in however often it is repeated is its own', async () => {
    const repeats = Array.from({ length: 12 }, (_, n) => orderOf(n, 'bad-1', 'o-1'));
    const { outcomes, letters } = await invoked(kind, [repeats]);
    expect([outcomes, letters]).toEqual([[{ 'dead-letter': 12 }], 12]);
  });
});

test('a new record that fails among repeats of what was handled is faulty itself', async () => {
  const { outcomes, letters } = await invoked('decision', [manyKeys(good(3)), manyKeys([...good(3), 'bad-1'])]);
  expect([outcomes, letters]).toEqual([[{ handled: 3 }, { duplicate: 3, 'dead-letter': 1 }], 1]);
});

test('where most of a topic is of other types, what the code ran on decides', async () => {
  const foreign = Array.from({ length: 60 }, (_, n) =>
    recordOf({ offset: 100 + n, key: `f${n}`, value: placed(`f${n}`, 5, { type: 'order.seen' }) }),
  );
  const { outcomes } = await invoked('decision', [[...manyKeys(bad(30)), ...foreign]]);
  expect(outcomes).toEqual([{ 'handed-back': 30, ignored: 60 }]);
});

test('two that fail among many that nobody can read are faulty themselves', async () => {
  const broken = Array.from({ length: 8 }, (_, n) => recordOf({ offset: 100 + n, value: `{"broken ${n}` }));
  const { outcomes, letters } = await invoked('decision', [[...manyKeys(bad(2)), ...broken]]);
  expect([outcomes, letters]).toEqual([[{ 'dead-letter': 10 }], 10]);
});

test('one line says how many failed, where, of what, and what to do', async () => {
  const { loud } = await invoked('decision', [manyKeys(bad(12))]);
  expect(loud).toEqual([
    expect.objectContaining({
      function: 'countOrders',
      failing: 12,
      of: 12,
      records: 12,
      first: 'orders-0@0',
      errorCode: 'PROGRAMMER_ERROR',
      error: expect.stringMatching(
        /^a mistake in our own code: TypeError: Cannot read .* \(test\/lib\/failures\/faultyCode\.test\.ts:16\)$/,
      ),
      do: expect.stringContaining('deploy the mended code'),
    }),
  ]);
});
