/** Accounting's facts in every order in which they can arrive: the balances are the same, and written out by hand. */
import { describe, expect, test } from 'vitest';
import { ended, type Fact, openAccounting, paid, refunded, settled } from '../fixtures/accounting.ts';

const success = paid('p-1', { amount: 10_000, order: 'o-1' });
const refund = refunded('r-1', { payment: 'p-1', amount: 3_000 });
const [completed, cancelled] = [ended('order.completed', 'o-1'), ended('order.cancelled', 'o-1')];

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) => permutations(items.filter((other) => other !== item)).map((rest) => [item, ...rest]));
}

/** A payment, its order's end, a refund and a settlement, with ids and a currency of their own. */
function factsIn(currency: string, end: string) {
  const [payment, order] = [`payment-${currency}`, `order-${currency}`];
  return [
    paid(payment, { amount: 10_000, currency, order }),
    ended(end, order),
    refunded(`refund-${currency}`, { payment, amount: 3_000, currency }),
    settled(`settlement-${currency}`, { amount: 5_000, currency }),
  ];
}

/** Different for each of 676. */
const currencyOf = (n: number) => `X${String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26))}`;

test.each([
  [
    'order.completed',
    { channel_clearing: 7_000, 'merchant_available:m-1': 1_750, fee_income: 250, bank_payouts: 5_000 },
  ],
  [
    'order.cancelled',
    {
      channel_clearing: 7_000,
      'merchant_available:m-1': -5_000,
      refunds_payable: 6_750,
      fee_income: 250,
      bank_payouts: 5_000,
    },
  ],
])(
  'all 24 orders of arrival with %s, each also with every event doubled, come to the same balances',
  async (end, own) => {
    const { post, balances, alerts } = await openAccounting();
    const arrivals = permutations([0, 1, 2, 3]);
    const expected: Record<string, object> = {};
    for (const [n, arrival] of arrivals.entries()) {
      const [once, doubled] = [currencyOf(n), currencyOf(n + arrivals.length)];
      const [facts, again] = [factsIn(once, end), factsIn(doubled, end)];
      for (const at of arrival) expect(await post(facts[at] as Fact), `${arrival}`).toEqual(['handled']);
      for (const at of arrival) {
        const fact = again[at] as Fact;
        expect(await post(fact, fact), `${arrival}`).toEqual(['handled', 'duplicate']);
      }
      for (const at of arrival) expect(await post(again[at] as Fact), `${arrival}`).toEqual(['duplicate']);
      expected[once] = own;
      expected[doubled] = own;
    }
    expect(await balances()).toEqual(expected);
    expect(await alerts()).toEqual([]);
  },
);

describe('what does not fit', () => {
  test.each([
    ['before the payment', [refund, refunded('r-2', { payment: 'p-1', amount: 9_000 }), success]],
    ['after it', [success, refund, refunded('r-2', { payment: 'p-1', amount: 9_000 })]],
  ])('a refund above the payment moves through suspense, and somebody is alerted: %s', async (_, facts) => {
    const { post, balances, alerts } = await openAccounting();
    for (const fact of facts) expect(await post(fact)).toEqual(['handled']);
    expect(await balances()).toEqual({
      EUR: {
        channel_clearing: -2_000,
        'merchant_pending:m-1': -250,
        fee_income: 250,
        'suspense:EUR': 2_000,
      },
    });
    expect(await alerts()).toEqual([['payment', 'p-1', ['money_in_suspense']]]);
  });

  test('a refund in another currency leaves the payment’s alone', async () => {
    const { post, balances, alerts } = await openAccounting();
    await post(success);
    expect(await post(refunded('r-1', { payment: 'p-1', amount: 500, currency: 'JPY' }))).toEqual(['handled']);
    expect(await balances()).toEqual({
      EUR: { channel_clearing: 10_000, 'merchant_pending:m-1': 9_750, fee_income: 250 },
      JPY: { channel_clearing: -500, 'suspense:JPY': 500 },
    });
    expect(await alerts()).toEqual([['payment', 'p-1', ['money_in_suspense']]]);
  });

  test.each(permutations([success, completed, cancelled]).map((facts) => [facts] as const))(
    'an order both completed and cancelled stays completed, and somebody is alerted: %#',
    async (facts) => {
      const { post, balances, alerts } = await openAccounting();
      for (const fact of facts) expect(await post(fact)).toEqual(['handled']);
      expect(await balances()).toEqual({
        EUR: { channel_clearing: 10_000, 'merchant_available:m-1': 9_750, fee_income: 250 },
      });
      expect(await alerts()).toEqual([['order', 'o-1', ['completed_and_cancelled']]]);
    },
  );

  test('a fact told again with another amount is a dead letter, and moves nothing', async () => {
    const { post, balances } = await openAccounting();
    await post(success);
    await post(refund);
    expect(await post(refunded('r-1', { payment: 'p-1', amount: 3_001 }))).toEqual(['dead-letter FACT_CONFLICT']);
    expect(await post(paid('p-1', { amount: 10_001, order: 'o-1' }))).toEqual(['dead-letter FACT_CONFLICT']);
    expect(await balances()).toEqual({
      EUR: { channel_clearing: 7_000, 'merchant_pending:m-1': 6_750, fee_income: 250 },
    });
  });

  test('three refunds of 2^53 - 1 that come before their payment are posted to the last unit', async () => {
    const { post, balances } = await openAccounting();
    const largest = 9_007_199_254_740_991;
    for (const id of ['r-1', 'r-2', 'r-3']) await post(refunded(id, { payment: 'p-1', amount: largest }));
    expect(await balances()).toEqual({});
    expect(await post(paid('p-1', { amount: 1_000 }))).toEqual(['handled']);
    // 3 × 9,007,199,254,740,991 - 1,000.
    expect(await balances()).toEqual({
      EUR: {
        channel_clearing: '-27021597764221973',
        'merchant_available:m-1': -25,
        fee_income: 25,
        'suspense:EUR': '27021597764221973',
      },
    });
  });
});

describe('an order with several payments', () => {
  const payments = Array.from({ length: 30 }, (_, n) => paid(`p-${n}`, { amount: 1_000, order: 'o-1' }));

  test('has all of them moved by its end, and one that comes after it goes where they are', async () => {
    const { post, balances } = await openAccounting();
    for (const payment of payments) expect(await post(payment)).toEqual(['handled']);
    expect(await post(cancelled)).toEqual(['handled']);
    expect(await balances()).toEqual({ EUR: { channel_clearing: 30_000, refunds_payable: 29_250, fee_income: 750 } });
    expect(await post(paid('late', { amount: 1_000, order: 'o-1' }))).toEqual(['handled']);
    expect(await balances()).toEqual({ EUR: { channel_clearing: 31_000, refunds_payable: 30_225, fee_income: 775 } });
  });

  test('has at most 30: the end of a larger one is a dead letter that says so', async () => {
    const { post } = await openAccounting();
    for (const payment of [...payments, paid('p-30', { amount: 1_000, order: 'o-1' })]) await post(payment);
    expect(await post(completed)).toEqual(['dead-letter LISTING_TOO_LONG']);
  });
});
