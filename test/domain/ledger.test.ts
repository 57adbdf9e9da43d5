import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountingSettings, postPayment } from '../../domain/ledger/accounting.ts';
import { entries } from '../../domain/ledger/accounts.ts';
import { difference, feeOf, position } from '../../domain/ledger/position.ts';

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
  const paid = { merchantId: 'm1', amountMinor: 1_000, currency: 'EUR' };

  test('of a payment without an order is the merchant’s at once', () => {
    expect([...position({ paid }, 250)]).toEqual([
      ['channel_clearing', 1_000],
      ['merchant_available:m1', -975],
      ['fee_income', -25],
    ]);
  });

  test('of a payment with an order is pending', () => {
    expect([...position({ paid: { ...paid, orderId: 'o1' } }, 0)]).toEqual([
      ['channel_clearing', 1_000],
      ['merchant_pending:m1', -1_000],
      ['fee_income', -0],
    ]);
  });

  test('always sums up to nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9e15 }), fc.integer({ min: 0, max: 10_000 }), (amountMinor, fee) => {
        const moves = difference(position({ paid: { ...paid, amountMinor } }, fee), new Map());
        expect([...moves.values()].reduce((sum, amount) => sum + amount, 0)).toBe(0);
        expect([...moves.values()].every((amount) => amount !== 0)).toBe(true);
      }),
    );
  });
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
