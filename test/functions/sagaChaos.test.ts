// Duplicates, deaths between any two calls, delays, and a channel that answers late, twice or never, on SQLite. A seed chooses
// them; ids, and so partitions, are random all the same.
import { expect, test } from 'vitest';
import { orderHoldRef } from '../../domain/saga/reservation.ts';
import { sagasCommand } from '../../ops/sagas/command.ts';
import type { CallBack } from '../fixtures/chaosChannel.ts';
import { type Chaos, openChaos } from '../fixtures/sagaChaos.ts';

const STEPS = 300;
const AMOUNT = 100;

/** Told once, twice, or later. */
async function decideOne({ random, bank, callBack }: Chaos, late: CallBack[]): Promise<void> {
  const decided = bank.decide();
  if (!decided) return;
  if (random.chance(0.4)) late.push(decided);
  else for (let told = random.between(1, 2); told > 0; told -= 1) expect(await callBack(decided)).toBe(200);
}

async function storm(chaos: Chaos, orders: readonly string[], late: CallBack[]): Promise<void> {
  const { random, platform } = chaos;
  const close = () =>
    chaos.close(orders[random.between(0, orders.length - 1)] ?? '', random.pick(['complete', 'cancel']));
  const steps: [below: number, step: () => unknown][] = [
    [0.74, chaos.consume],
    [0.79, () => decideOne(chaos, late)],
    [0.86, chaos.relay],
    [0.91, () => chaos.expire(0)],
    [0.95, chaos.repeat],
    [0.98, chaos.rewind],
    [1, close],
  ];
  for (let n = 0; n < STEPS; n += 1) {
    platform.clock.nowMs += random.between(0, 6_000);
    const roll = random.next();
    await steps.find(([below]) => roll < below)?.[1]();
  }
}

/** Time passes, everything comes that was late, and an operator resumes what could not be undone. */
async function calm(chaos: Chaos, late: CallBack[], ids: readonly string[]): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await chaos.expire(20 * 60_000);
    await chaos.relay();
    await chaos.drain();
    for (let decided = chaos.bank.decide(); decided; decided = chaos.bank.decide()) late.push(decided);
    for (const decided of late.splice(0)) expect(await chaos.callBack(decided)).toBe(200);
    for (const id of ids) {
      if ((await chaos.saga(id)).phase !== 'failed_compensation') continue;
      await sagasCommand.run(['resume', id, '--reason', 'r', '--state', chaos.platform.folder], () => undefined);
    }
  }
}

/** How many facts each topic tells of the payment: their ids, not their repeats. */
async function factsOf(chaos: Chaos, id: string): Promise<number[]> {
  const topics = ['payment.success', 'payment.failed', 'payment.refund.success'].map(async (topic) => {
    const told = (await chaos.told(topic)).filter((event) => event['payment_id'] === id);
    return new Set(told.map((event) => event['event_id'])).size;
  });
  return await Promise.all(topics);
}

/** Status, refunded, and the facts of success, failure and refund. A late success is told after the payment has failed. */
function outcomeOf(isPaid: boolean, isSuccess: boolean, isToldToBePaid: boolean): unknown[] {
  if (isPaid) return ['success', undefined, 1, 0, 0];
  if (isSuccess) return ['success', AMOUNT, 1, 0, 1];
  return ['failed', isToldToBePaid ? AMOUNT : undefined, 0, 1, 0];
}

/** Answers whether the payment holds its amount of the order. */
async function checkPayment(chaos: Chaos, id: string): Promise<boolean> {
  const [saga, { status, refunded }, account] = [
    await chaos.saga(id),
    await chaos.payment(id),
    chaos.bank.accounts.get(id),
  ];
  const facts = await factsOf(chaos, id);
  const why = JSON.stringify({ saga, status, account });
  expect(account?.charges ?? 0, why).toBeLessThanOrEqual(1);
  const isPaid = saga.phase === 'completed';
  expect([saga.phase, account?.netMinor ?? 0], why).toEqual(isPaid ? ['completed', AMOUNT] : ['compensated', 0]);
  const told = saga.heard.some(({ event }) => event === 'charge.approved');
  expect([status, refunded, ...facts], why).toEqual(outcomeOf(isPaid, status === 'success', told));
  return isPaid;
}

test.each([1, 2, 3, 4, 5, 6])(
  'seed %i: no saga is stuck, no payment is in two states, and nobody is charged twice or for nothing',
  async (seed) => {
    const chaos = await openChaos(seed);
    const orders: string[] = [];
    for (let n = 0; n < 5; n += 1) orders.push(await chaos.order(2 * AMOUNT));
    const ids: [id: string, order: string][] = [];
    for (let n = 0; n < 14; n += 1) {
      const order = orders[n % 5] ?? '';
      ids.push([await chaos.pay(order, AMOUNT), order]);
    }
    const late: CallBack[] = [];
    await storm(chaos, orders, late);
    await calm(
      chaos,
      late,
      ids.map(([id]) => id),
    );
    expect(chaos.deaths()).toBeGreaterThan(3);

    const held = new Map(orders.map((order) => [order, 0]));
    for (const [id, order] of ids) if (await checkPayment(chaos, id)) held.set(order, (held.get(order) ?? 0) + AMOUNT);
    for (const [order, sum] of held) {
      const [hold] = await chaos.store.read([orderHoldRef(order)]);
      expect([sum <= 2 * AMOUNT, hold?.['heldMinor'] ?? 0]).toEqual([true, sum]);
    }
  },
  60_000,
);
