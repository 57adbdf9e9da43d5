// The limits that close a batch: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html#invocation-eventsourcemapping-batching
import { expect, it } from 'vitest';
import { givenTrigger, mapping } from './givenTrigger.ts';
import { inOrder, on } from './records.ts';

it('puts no more than BatchSize records into a batch', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c'));
  start(mapping({ BatchSize: 2 }));
  const first = await nextInvocation();
  expect(first.places).toEqual(['orders-0@0', 'orders-0@1']);
  first.succeed();
  expect((await nextInvocation()).places).toEqual(['orders-0@2']);
});

it('takes 10,000 records into a batch at most', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(Array.from({ length: 10_001 }, () => on(0, 'a')));
  start(mapping({ BatchSize: 10_000 }));
  const first = await nextInvocation();
  expect([first.places.length, first.places[9_999]]).toEqual([10_000, 'orders-0@9999']);
  first.succeed();
  expect((await nextInvocation()).places).toEqual(['orders-0@10000']);
});

it('has 100 records in a batch where no BatchSize is given', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(Array.from({ length: 101 }, () => on(0, 'a')));
  start(mapping());
  expect((await nextInvocation()).places.length).toBe(100);
});

it('puts no more into a batch than a payload of 6 MB takes', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const large = 'x'.repeat(1_000_000);
  await broker.publish(inOrder(large, large, large, large, large));
  start(mapping());
  const first = await nextInvocation();
  // Base64 makes 1.33 MB of each.
  expect(first.places).toEqual(['orders-0@0', 'orders-0@1', 'orders-0@2', 'orders-0@3']);
  first.succeed();
  expect((await nextInvocation()).places).toEqual(['orders-0@4']);
});

// https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html: "A single Lambda payload can contain messages from multiple partitions."
it('mixes partitions in a batch', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(0, 'b'), on(1, 'c'), on(1, 'd'), on(2, 'e')]);
  start(mapping({ BatchSize: 3 }));
  const first = await nextInvocation();
  expect(first.places).toEqual(['orders-0@0', 'orders-0@1', 'orders-1@0']);
  const second = await nextInvocation();
  expect(second.places).toEqual(['orders-2@0']);
  first.succeed();
  expect((await nextInvocation()).places).toEqual(['orders-1@1']);
});

it('keeps partitions apart with the knob mixPartitions off', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(1, 'b'), on(1, 'c'), on(2, 'd')]);
  start(mapping({}, { knobs: { mixPartitions: false } }));
  const batches = [await nextInvocation(), await nextInvocation(), await nextInvocation()];
  expect(batches.map(({ places }) => places)).toEqual([['orders-0@0'], ['orders-1@0', 'orders-1@1'], ['orders-2@0']]);
});

it('gives each partition its turn when there are more records than room', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(0, 'b'), on(1, 'c'), on(2, 'd')]);
  start(mapping({ BatchSize: 1 }));
  const batches = [await nextInvocation(), await nextInvocation(), await nextInvocation()];
  expect(batches.map(({ places }) => places)).toEqual([['orders-0@0'], ['orders-1@0'], ['orders-2@0']]);
});
