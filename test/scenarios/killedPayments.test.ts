import { describe, expect, test } from 'vitest';
import { trialBalance } from './ledger.ts';
import { merchant, pay, sign, tellResult } from './provider.ts';
import { get, recordsOn, settled, startStackProcess, stateFolder } from './stackProcess.ts';

const accounts = ['channel_clearing', 'fee_income', `merchant_available:${merchant}`, `merchant_pending:${merchant}`];

describe('SIGKILL amid payments', () => {
  test('leaves each accepted one with one payment, one event id, and one journal', async () => {
    const state = stateFolder();
    const accepted: string[] = [];
    for (const round of [1, 2, 3]) {
      const stack = await startStackProcess(state);
      const paying = Array.from({ length: 60 }, async () => {
        const payment = await pay(stack, 1_000 * round);
        const { status } = await tellResult(stack, payment, sign({ status: 'success' }));
        if (status === 200) accepted.push(payment);
      });
      const ended = Promise.allSettled(paying);
      await Promise.any(paying.slice(10 * round));
      await stack.kill('SIGKILL');
      await ended;
    }
    const stack = await startStackProcess(state);
    await settled(stack, 30_000);
    const idsOf = async (topic: string, field: string) => {
      const ids = new Map<string, Set<unknown>>();
      for (const { value } of await recordsOn(stack, topic)) {
        const about = String(value[field]);
        ids.set(about, (ids.get(about) ?? new Set()).add(value['event_id']));
      }
      return ids;
    };
    const created = await idsOf('payment.created', 'payment_id');
    const succeeded = await idsOf('payment.success', 'payment_id');
    const posted = await idsOf('accounting.transaction.created', 'fact_id');
    for (const payment of accepted) {
      expect(await get(`${stack.api}/api/v1/payments/${payment}`, stack.admin)).toMatchObject({ status: 'success' });
      expect(
        [created, succeeded, posted].map((ids) => ids.get(payment)?.size),
        payment,
      ).toEqual([1, 1, 1]);
    }
    expect([...posted.keys()].sort()).toEqual([...succeeded.keys()].sort());
    expect(await trialBalance(stack, accounts)).toBe(0);
  }, 60_000);
});
