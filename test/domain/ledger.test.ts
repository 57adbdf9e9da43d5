import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountingSettings, postPayment } from '../../domain/ledger/accounting.ts';
import { entries } from '../../domain/ledger/accounts.ts';
import { paymentFacts } from '../../domain/ledger/facts.ts';
import {
  difference,
  feeOf,
  type OrderState,
  type PaymentFacts,
  position,
  sumUp,
} from '../../domain/ledger/position.ts';

describe('the fee', () => {
  test.each([
    [10_000, 0, 0],
    [10_000, 250, 250],
    [1, 5_000, 0],
    [3, 5_000, 2],
    [5, 5_000, 2],
    [7, 5_000, 4],
    [199, 150, 3],
    [9_007_199_254_740_991, 250, 225_179_981_368_525],
  ])('of %i minor units at %i basis points is %i, half to even', (amount, basisPoints, fee) => {
    expect(feeOf(amount, basisPoints)).toBe(fee);
  });
});

describe('a position', () => {
  const paid = { merchantId: 'm1', amountMinor: 1_000, currency: 'EUR', feeMinor: 25 };
  const ofOrder = { ...paid, orderId: 'o1' };
  const [clearing, pending, available] = ['channel_clearing', 'merchant_pending:m1', 'merchant_available:m1'];

  test.each<[string, PaymentFacts, Record<string, number>]>([
    ['nothing known', {}, {}],
    ['refunds that came first', { refunded: { EUR: '300' }, order: 'cancelled' }, {}],
    ['paid without an order', { paid }, { [clearing]: 1_000, [available]: -975, fee_income: -25 }],
    ['an order for itself', { paid, order: 'cancelled' }, { [clearing]: 1_000, [available]: -975, fee_income: -25 }],
    ['its order open', { paid: ofOrder }, { [clearing]: 1_000, [pending]: -975, fee_income: -25 }],
    ['completed', { paid: ofOrder, order: 'completed' }, { [clearing]: 1_000, [available]: -975, fee_income: -25 }],
    ['cancelled', { paid: ofOrder, order: 'cancelled' }, { [clearing]: 1_000, refunds_payable: -975, fee_income: -25 }],
    [
      'completed and cancelled',
      { paid: ofOrder, order: 'contradictory' },
      { [clearing]: 1_000, [available]: -975, fee_income: -25 },
    ],
    [
      'open, partly refunded',
      { paid: ofOrder, refunded: { EUR: '300' } },
      { [clearing]: 700, [pending]: -675, fee_income: -25 },
    ],
    [
      'cancelled, partly refunded',
      { paid: ofOrder, refunded: { EUR: '300' }, order: 'cancelled' },
      { [clearing]: 700, refunds_payable: -675, fee_income: -25 },
    ],
    [
      'cancelled and all refunded: the merchant bears the fee',
      { paid: ofOrder, refunded: { EUR: '1000' }, order: 'cancelled' },
      { [available]: 25, fee_income: -25 },
    ],
    [
      'refunded above what was paid',
      { paid: ofOrder, refunded: { EUR: '1200' }, order: 'completed' },
      { [clearing]: -200, [available]: 25, fee_income: -25, 'suspense:EUR': 200 },
    ],
  ])('of a payment with %s', (_, facts, expected) => {
    expect(Object.fromEntries(position(facts).map(({ account, minor }) => [account, Number(minor)]))).toEqual(expected);
  });

  test('of refunds in another currency moves that currency alone, through suspense', () => {
    const before = position({ paid });
    const after = position({ paid, refunded: { JPY: '18014398509481982', EUR: '1' } });
    expect(difference(after, before)).toEqual([
      { account: clearing, currency: 'EUR', minor: -1n },
      { account: available, currency: 'EUR', minor: 1n },
      { account: clearing, currency: 'JPY', minor: -18_014_398_509_481_982n },
      { account: 'suspense:JPY', currency: 'JPY', minor: 18_014_398_509_481_982n },
    ]);
  });

  test('adds up to nothing in each currency, whatever is known', () => {
    const amount = fc.integer({ min: 1, max: 9e15 });
    const facts = fc.record(
      {
        paid: fc.record({ ...fixed, amountMinor: amount, feeMinor: fc.constant(1) }),
        refunded: fc.dictionary(fc.constantFrom('EUR', 'JPY'), amount.map(String)),
        order: fc.constantFrom<OrderState>('completed', 'cancelled', 'contradictory'),
      },
      { requiredKeys: [] },
    );
    const property = fc.property(facts, (known) => {
      const totals = sumUp(position(known as PaymentFacts).map((holding) => ({ ...holding, account: 'all' })));
      expect(totals).toEqual([]);
    });
    fc.assert(property);
  });

  const fixed = { merchantId: fc.constant('m1'), orderId: fc.constant('o1'), currency: fc.constant('EUR') };
});

test('a payment is posted with its journal, its statement lines, its balances, and what was heard of it', () => {
  const context = {
    settings: accountingSettings.parse({ FEE_BASIS_POINTS: '100' }),
    nowMs: Date.parse('2026-11-21T08:00:00Z'),
    writer: 'payment.success-2',
    newId: () => 'id',
    random: () => 0.5,
    digest: (text: string) => text,
  };
  const payment = { payment_id: 'p1', merchant_id: 'm1', amount: 500, currency: 'JPY' };
  const { once, sameAs, writes, events } = postPayment(payment, { known: undefined }, context);
  expect(once).toMatchObject({
    op: 'put',
    when: { absent: true },
    item: {
      pk: 'journal#payment.success:p1',
      factType: 'payment.success',
      factId: 'p1',
      postings: [
        { account: 'channel_clearing', debit_minor: 500, currency: 'JPY' },
        { account: 'merchant_available:m1', credit_minor: 495, currency: 'JPY' },
        { account: 'fee_income', credit_minor: 5, currency: 'JPY' },
      ],
    },
  });
  expect(sameAs).toEqual(['fact']);
  expect(writes.find((write) => write.op === 'put' && write.table === paymentFacts)).toMatchObject({
    when: { absent: true },
    item: { pk: 'payment#p1', version: 1, paid: { merchantId: 'm1', amountMinor: 500, currency: 'JPY', feeMinor: 5 } },
  });
  const adds = writes.filter((write) => write.op === 'add').map(({ ref, amounts }) => [ref.pk, ref.sk, amounts]);
  expect(adds).toEqual([
    ['account-1#channel_clearing', 'JPY#payment.success-2', { debitMinor: 500 }],
    ['account#merchant_available:m1', 'JPY#-', { creditMinor: 495 }],
    ['account-1#fee_income', 'JPY#payment.success-2', { creditMinor: 5 }],
  ]);
  const lines = writes.flatMap((write) => (write.op === 'put' && write.table === entries ? [write.item] : []));
  expect(lines.map(({ pk, sk }) => [pk, sk])).toEqual([
    ['account-3#channel_clearing', '2026-11-21T08:00:00.000Z#payment.success:p1#0'],
    ['account#merchant_available:m1', '2026-11-21T08:00:00.000Z#payment.success:p1#1'],
    ['account-3#fee_income', '2026-11-21T08:00:00.000Z#payment.success:p1#2'],
  ]);
  expect(events.map(({ definition, data }) => [definition.type, data['account'], data['delta_minor']])).toEqual([
    ['accounting.transaction.created', undefined, undefined],
    ['accounting.balance.updated', 'channel_clearing', 500],
    ['accounting.balance.updated', 'merchant_available:m1', 495],
    ['accounting.balance.updated', 'fee_income', 5],
  ]);
});
