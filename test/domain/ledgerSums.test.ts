import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { partsOf, sumBalances } from '../../domain/ledger/sums.ts';

const shard = (currency: string, sums: Record<string, number>) => ({ pk: '', sk: '', currency, ...sums });

describe('a sum of money', () => {
  test.each([
    [0, {}],
    [7, { debitMinor: 7 }],
    [999_999, { debitMinor: 999_999 }],
    [1_000_000, { debitMinorE6: 1 }],
    [1_000_000_000_000, { debitMinorE12: 1 }],
    [999_999_999_999, { debitMinor: 999_999, debitMinorE6: 999_999 }],
    [9_007_199_254_740_991, { debitMinor: 740_991, debitMinorE6: 199_254, debitMinorE12: 9_007 }],
    [9_007_199_253_999_999, { debitMinor: 999_999, debitMinorE6: 199_253, debitMinorE12: 9_007 }],
  ])('takes %i minor units in parts below a million', (amount, parts) => {
    expect(partsOf('debit', BigInt(amount))).toEqual(parts);
  });

  test('is exact whatever was added', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat(), { maxLength: 50 }), (amounts) => {
        const kept: Record<string, number> = {};
        for (const amount of amounts) {
          for (const [name, part] of Object.entries(partsOf('credit', BigInt(amount))))
            kept[name] = (kept[name] ?? 0) + part;
        }
        const [balance] = sumBalances(false, [shard('IRR', kept)]);
        expect(String(balance?.credit_minor)).toBe(String(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n)));
      }),
    );
  });

  test('goes by currency over all shards', () => {
    const shards = [
      shard('EUR', { debitMinor: 500 }),
      shard('EUR', { debitMinor: 300, creditMinor: 100 }),
      shard('JPY', { debitMinor: 7, debitMinorE6: 2 }),
    ];
    expect(sumBalances(true, shards)).toEqual([
      { currency: 'EUR', debit_minor: 800, credit_minor: 100, balance_minor: 700 },
      { currency: 'JPY', debit_minor: 2_000_007, credit_minor: 0, balance_minor: 2_000_007 },
    ]);
  });

  test('counts what older versions kept in one number, and is text beyond 2^53 - 1', () => {
    const older = shard('LBP', { debitMinor: 9_007_199_254_740_991 });
    expect(sumBalances(true, [older])).toEqual([
      { currency: 'LBP', debit_minor: 9_007_199_254_740_991, credit_minor: 0, balance_minor: 9_007_199_254_740_991 },
    ]);
    expect(sumBalances(false, [older, shard('LBP', { debitMinor: 1 })])).toEqual([
      { currency: 'LBP', debit_minor: '9007199254740992', credit_minor: 0, balance_minor: '-9007199254740992' },
    ]);
  });
});
