import { describe, expect, test } from 'vitest';
import { trialBalance } from './ledger.ts';
import { merchant, pay, sign, tellResult } from './provider.ts';
import { get, recordsOn, settled, startStackProcess, stateFolder } from './stackProcess.ts';

/** A process that was killed amid a batch holds its partition for as long as its function could have worked. */
const BEYOND_A_LEASE_MS = 75_000;
const accounts = ['channel_clearing', 'fee_income', `merchant_available:${merchant}`, `merchant_pending:${merchant}`];

describe('SIGKILL amid payments', () => {
  test('leaves each accepted one with one payment, one event id, and one journal', async () => {
    const state = stateFolder();
    const accepted: string[] = [];
    for (const round of [1, 2, 3]) {
      const stack = await startStackProcess(state);
      const payOne = async () => {
        const payment = await pay(stack, 1_000 * round);
        const { status } = await tellResult(stack, payment, sign({ status: 'success' }));
        if (status === 200) accepted.push(payment);
      };
      // Every consumer has handled something: what is killed while it imports its functions holds a batch for a minute, and
      // three times the same one are three crashes of a record.
      await payOne();
      await settled(stack, BEYOND_A_LEASE_MS);
      const paying = Array.from({ length: 60 }, payOne);
      const ended = Promise.allSettled(paying);
      await Promise.any(paying.slice(10 * round));
      await stack.kill('SIGKILL');
      await ended;
    }
    const stack = await startStackProcess(state);
    await settled(stack, BEYOND_A_LEASE_MS);
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
  }, 240_000);
});
