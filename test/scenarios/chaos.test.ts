import { expect, test } from 'vitest';
import { trialBalance } from './ledger.ts';
import { merchant, pay, sign, tellResult } from './provider.ts';
import { get, recordsOn, settled, startStackProcess, stateFolder } from './stackProcess.ts';

const accounts = ['channel_clearing', 'fee_income', `merchant_available:${merchant}`, `merchant_pending:${merchant}`];

test('what is published twice, too late, or in another order is posted once', async () => {
  const chaos = { duplicate: 0.3, fail: 0, kill: 0.2, slowMs: 5, reorder: true, seed: 42 };
  const state = stateFolder();
  const stack = await startStackProcess(state, { PUBLISH_CHAOS: JSON.stringify(chaos) });
  const payments = await Promise.all(Array.from({ length: 30 }, () => pay(stack, 1_000)));
  const told = await Promise.all(payments.map((payment) => tellResult(stack, payment, sign({ status: 'success' }))));
  expect(told.map(({ status }) => status)).toEqual(payments.map(() => 200));
  await settled(stack, 20_000);
  // The relay, which works at every start, sends what chaos kept back.
  await stack.kill('SIGTERM');
  const calm = await startStackProcess(state);
  await expect.poll(async () => (await postedBy(calm)).size, { timeout: 20_000 }).toBe(30);
  await settled(calm, 20_000);
  expect((await recordsOn(calm, 'payment.success')).length).toBeGreaterThan(30);
  expect(await postedBy(calm)).toEqual(new Set(payments));
  expect(await trialBalance(calm, accounts)).toBe(0);
  expect(await get(`${calm.console}/api/dead-letters`)).toEqual([]);
}, 60_000);

async function postedBy(stack: Parameters<typeof recordsOn>[0]): Promise<Set<unknown>> {
  return new Set((await recordsOn(stack, 'accounting.transaction.created')).map(({ value }) => value['fact_id']));
}
