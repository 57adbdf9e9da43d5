// The batching window: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { mappingSettings } from '../../../local/trigger/settings.ts';
import { givenTrigger, mapping } from './givenTrigger.ts';
import { on } from './records.ts';

const parameters = { FunctionName: 'ship', Topics: ['orders'] as [string], StartingPosition: 'TRIM_HORIZON' as const };

it('has a window of 500 ms where none is given', () => {
  expect(mappingSettings(parameters).windowMs).toBe(500);
});

it('opens the window with the first record, and adds what comes until it closes', async () => {
  const { broker, start, nextInvocation, waiting } = await givenTrigger();
  start(mapping({ MaximumBatchingWindowInSeconds: 1 }));
  // Before the first record no window is open.
  await delay(200);
  const openedAt = performance.now();
  await broker.publish([on(0, 'a')]);
  await delay(900);
  await broker.publish([on(1, 'b')]);
  expect(waiting).toEqual([]);
  const { places } = await nextInvocation();
  expect(places).toEqual(['orders-0@0', 'orders-1@0']);
  const tookMs = performance.now() - openedAt;
  // The second record opens none of its own.
  expect([tookMs > 980, tookMs < 1_800]).toEqual([true, true]);
});

it('closes a full batch before its window is over', async () => {
  const { broker, start, nextInvocation, quiet } = await givenTrigger();
  start(mapping({ BatchSize: 2, MaximumBatchingWindowInSeconds: 300 }));
  await broker.publish([on(0, 'a'), on(0, 'b'), on(0, 'c')]);
  const full = await nextInvocation();
  expect(full.places).toEqual(['orders-0@0', 'orders-0@1']);
  full.succeed();
  expect(await quiet()).toEqual([]);
});

it('waits for nothing with a window of 0', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  start(mapping({ MaximumBatchingWindowInSeconds: 0 }));
  const publishedAt = performance.now();
  await broker.publish([on(0, 'a')]);
  await nextInvocation();
  expect(performance.now() - publishedAt).toBeLessThan(200);
});

it('leaves a batch whose window is open to the next start when it stops', async () => {
  const { broker, start, quiet, nextInvocation } = await givenTrigger();
  const trigger = start(mapping({ MaximumBatchingWindowInSeconds: 1 }));
  await broker.publish([on(0, 'a')]);
  expect(await quiet()).toEqual([]);
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([]);
  start(mapping());
  expect((await nextInvocation()).places).toEqual(['orders-0@0']);
});

it('starts no batch after a stop, though its window has ended meanwhile', async () => {
  const { broker, start, nextInvocation, waiting } = await givenTrigger();
  const trigger = start({ ...mapping(), windowMs: 100 });
  await broker.publish([on(0, 'a')]);
  const inFlight = await nextInvocation();
  await broker.publish([on(1, 'b')]);
  await delay(30);
  // Holds the timers back until the window is over.
  for (const until = Date.now() + 150; Date.now() < until; );
  const stopped = trigger.stop();
  inFlight.succeed();
  await stopped;
  expect(waiting).toEqual([]);
});
