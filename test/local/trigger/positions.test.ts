// Starting positions: https://docs.aws.amazon.com/lambda/latest/dg/kafka-starting-positions.html
import { expect, it } from 'vitest';
import { enabled, givenTrigger, mapping } from './givenTrigger.ts';
import { on } from './records.ts';

const at = (timestamp: number) => ({ ...on(0, 'a'), timestamp });

it('starts with the oldest record at TRIM_HORIZON', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(0, 'b')]);
  start(mapping({ StartingPosition: 'TRIM_HORIZON' }));
  expect((await nextInvocation()).places).toEqual(['orders-0@0', 'orders-0@1']);
});

it('starts with what comes after its creation at LATEST', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(0, 'b')]);
  await enabled(start(mapping({ StartingPosition: 'LATEST' })));
  await broker.publish([on(0, 'c')]);
  expect((await nextInvocation()).places).toEqual(['orders-0@2']);
});

it('starts with the first record of that time at AT_TIMESTAMP', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([at(1_700_000_000_000), at(1_700_000_001_000), at(1_700_000_002_000)]);
  start(mapping({ StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: 1_700_000_001 }));
  expect((await nextInvocation()).places).toEqual(['orders-0@1', 'orders-0@2']);
});

// https://docs.aws.amazon.com/lambda/latest/dg/kafka-consumer-group-id.html
it('ignores the starting position where its group has committed offsets', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(0, 'b'), on(0, 'c')]);
  await broker.commit('ship-orders', 'orders', [{ partition: 0, offset: 1 }]);
  start(mapping({ StartingPosition: 'LATEST' }));
  expect((await nextInvocation()).places).toEqual(['orders-0@1', 'orders-0@2']);
});

it('goes on at the log start when retention has taken what was committed', async () => {
  let nowMs = Date.now();
  const { broker, start, nextInvocation } = await givenTrigger({}, () => nowMs);
  await broker.publish([at(nowMs - 1_000), at(nowMs + 3_600_000)]);
  nowMs += 3_600_000;
  await broker.applyRetention();
  start(mapping());
  expect((await nextInvocation()).places).toEqual(['orders-0@1']);
});

it('skips nothing when it stops before its first commit at LATEST', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'old')]);
  const trigger = start(mapping({ StartingPosition: 'LATEST' }));
  await enabled(trigger);
  await broker.publish([on(0, 'a')]);
  const invocation = await nextInvocation();
  const stopped = trigger.stop();
  invocation.fail();
  await stopped;
  start(mapping({ StartingPosition: 'LATEST' }));
  expect((await nextInvocation()).places).toEqual(['orders-0@1']);
});

it('begins at its own latest after such a stop with the knob commitStart off', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const latest = mapping({ StartingPosition: 'LATEST' }, { knobs: { commitStart: false } });
  const trigger = start(latest);
  await enabled(trigger);
  await broker.publish([on(0, 'a')]);
  const invocation = await nextInvocation();
  const stopped = trigger.stop();
  invocation.fail();
  await stopped;
  await enabled(start(latest));
  await broker.publish([on(0, 'b')]);
  expect((await nextInvocation()).places).toEqual(['orders-0@1']);
});
