import { expect, test } from 'vitest';
import { config as accounting } from '../../functions/consumers/postAccounting/config.ts';
import { postAccounting } from '../../functions/consumers/postAccounting/postAccounting.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { openHttpApi } from '../fixtures/httpApi.ts';
import { recordOf } from '../fixtures/records.ts';
import { bearer } from '../fixtures/tokens.ts';

const merchant = '0b0f7b52-6b1c-4f0e-9c5d-3f6a2a1d9e11';

interface Line {
  journal_id: string;
  posted_at: string;
}

async function opened() {
  const { platform, ask } = await openHttpApi();
  const settings = { FEE_BASIS_POINTS: '100' };
  const handler = consumer(accounting, postAccounting, { open: platform.open(() => ({ producer: down }), settings) });
  const headers = await bearer(platform, 'admin');
  let offset = 0;
  return {
    /** One batch, a second later than the one before. */
    async post(...amounts: number[]) {
      platform.clock.nowMs += 1_000;
      const batch = amounts.map((amount) => paid(offset++, amount));
      return (await platform.invoke(handler, batch)).outcomes;
    },
    read: async (account: string, rest = '') => (await ask(`/api/v1/accounts/${account}${rest}`, { headers })).body,
  };
}

/** Published events stay in the outbox: nobody reads them here. */
const down = { publish: () => Promise.reject(new Error('no broker in this test')), close: async () => undefined };

function paid(offset: number, amount: number) {
  const payment_id = `p-${offset}`;
  const told = { event_id: `e-${offset}`, payment_id, merchant_id: merchant, amount, currency: 'LBP' };
  const value = { event_type: 'payment.success', ...told };
  return recordOf({ topic: 'payment.success', partition: offset % 3, offset, key: payment_id, value });
}

test('no balance is ever full: beyond 2^53 - 1 it is told in digits, to the last one', async () => {
  const { post, read } = await opened();
  expect(await post(9_007_199_254_740_991, 999_999_999_999, 9_007_199_254_740_991)).toEqual(Array(3).fill('handled'));
  expect(await post(9_007_199_254_740_991, 1, 999_999_999_999)).toEqual(Array(3).fill('handled'));
  // 3 × 9,007,199,254,740,991 + 2 × 999,999,999,999 + 1.
  expect((await read('channel_clearing'))['balances']).toEqual([
    { currency: 'LBP', debit_minor: '27023597764222972', credit_minor: 0, balance_minor: '27023597764222972' },
  ]);
  // 1 % of each, half to even: 3 × 90,071,992,547,410 + 2 × 10,000,000,000 + 0.
  expect((await read('fee_income'))['balances']).toEqual([
    { currency: 'LBP', debit_minor: 0, credit_minor: 270_235_977_642_230, balance_minor: 270_235_977_642_230 },
  ]);
  expect((await read(`merchant_available:${merchant}`))['balances']).toEqual([
    { currency: 'LBP', debit_minor: 0, credit_minor: '26753361786580742', balance_minor: '26753361786580742' },
  ]);
});

test.each(['channel_clearing', 'fee_income', `merchant_available:${merchant}`])(
  'the statement of %s is whole and in order, page by page, wherever its lines are',
  async (account) => {
    const { post, read } = await opened();
    for (let batch = 0; batch < 8; batch += 1) await post(...Array(5).fill(1_000 + batch));
    const lines: Line[] = [];
    for (let page: unknown = ''; page !== undefined; ) {
      const { entries, next } = await read(account, `/entries?limit=7${page && `&page=${page}`}`);
      expect((entries as Line[]).length).toBeLessThanOrEqual(7);
      lines.push(...(entries as Line[]));
      page = next;
    }
    const told = lines.map(({ posted_at, journal_id }) => `${posted_at} ${journal_id}`);
    expect(new Set(told).size).toBe(40);
    expect(told).toEqual([...told].sort().reverse());
    expect(lines[0]?.posted_at).toBe('2026-11-21T08:00:08.000Z');
    expect(lines.at(-1)?.posted_at).toBe('2026-11-21T08:00:01.000Z');
  },
);
