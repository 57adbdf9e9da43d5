import { expect, test } from 'vitest';
import { dueWaker, stayAwake } from '../../../lib/due/awake.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { placed, START_MS, withReminders } from './givenDue.ts';

async function withWakers() {
  const { store } = await withReminders(() => 0);
  const clock = { nowMs: START_MS };
  const calls: number[] = [];
  const call = async () => void calls.push(clock.nowMs - START_MS);
  const wakers = Array.from({ length: 4 }, () => dueWaker(store, call, () => clock.nowMs));
  const wakeAll = (dueAfterMs: number) => Promise.all(wakers.map((wake) => wake(START_MS + dueAfterMs)));
  return { store, clock, calls, wakeAll };
}

test('the job is woken once for what is due before its next run, by whichever process it is', async () => {
  const { clock, calls, wakeAll } = await withWakers();
  await wakeAll(5_000);
  await wakeAll(7_000);
  expect(calls).toEqual([0]);
  clock.nowMs += 58_000;
  await wakeAll(63_000);
  expect(calls).toEqual([0, 58_000]);
});

test('it is not woken for what its next run sees to, nor while a run looks', async () => {
  const { store, calls, wakeAll } = await withWakers();
  await wakeAll(60_001);
  await stayAwake(store, START_MS + 50_000);
  await wakeAll(49_999);
  expect(calls).toEqual([]);
});

test('it is woken for what is due after the run that looks, and once a run says that it looks no more', async () => {
  const { store, calls, wakeAll } = await withWakers();
  await stayAwake(store, START_MS + 50_000);
  await wakeAll(50_000);
  expect(calls).toEqual([0]);
  await stayAwake(store, 0);
  await wakeAll(5_000);
  expect(calls).toEqual([0, 0]);
});

test('that it could not be woken fails no record', async () => {
  const { platform, handlerOf } = await withReminders(() => START_MS + 5_000);
  const handler = handlerOf(() => ({ wakeDue: () => Promise.reject(new Fault('FUNCTION_MISSING', 'no such job')) }));
  expect((await platform.invoke(handler, [placed(1)])).outcomes).toEqual(['handled']);
  expect(platform.lines.filter(({ message }) => message === 'due.not-woken')).toHaveLength(1);
});
