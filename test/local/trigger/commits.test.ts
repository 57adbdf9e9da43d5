// Commits: https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html, "After Lambda processes each batch, it commits the offsets of the messages in that batch."
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { eventually, givenTrigger, mapping } from './givenTrigger.ts';
import { inOrder, on } from './records.ts';

it('commits the offset after the last one, and only once the batch succeeded', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const trigger = start(mapping());
  await broker.publish([on(1, 'a'), on(1, 'b'), on(2, 'c')]);
  const invocation = await nextInvocation();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([]);
  invocation.succeed();
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([
    { partition: 1, offset: 2 },
    { partition: 2, offset: 1 },
  ]);
});

it('goes on after what its group committed', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c'));
  await broker.commit('ship-orders', 'orders', [{ partition: 0, offset: 2 }]);
  start(mapping());
  expect((await nextInvocation()).places).toEqual(['orders-0@2']);
});

// "Process each event at least once, and duplicate processing of records can occur."
it('delivers a batch again that was not committed when its trigger died', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  start(mapping());
  await broker.publish(inOrder('a'));
  // Its answer never comes: that trigger is as good as dead.
  await nextInvocation();
  start(mapping());
  expect((await nextInvocation()).places).toEqual(['orders-0@0']);
});

it('commits again when the broker failed at it, without another invocation', async () => {
  const { broker, startWith, nextInvocation, quiet } = await givenTrigger();
  let failures = 2;
  const failing = {
    ...broker,
    async commit(...args: Parameters<typeof broker.commit>) {
      failures -= 1;
      if (failures >= 0) throw new Fault('BROKER_UNAVAILABLE', 'out for lunch');
      await broker.commit(...args);
    },
  };
  startWith({ broker: failing }, mapping());
  await broker.publish(inOrder('a'));
  (await nextInvocation()).succeed();
  const committed = await eventually(
    () => broker.committed('ship-orders', 'orders'),
    (offsets) => offsets.length > 0,
  );
  expect([committed, await quiet()]).toEqual([[{ partition: 0, offset: 1 }], []]);
});

it('waits at its stop for the batch in flight, and takes no new one', async () => {
  const { broker, start, nextInvocation, waiting } = await givenTrigger();
  const trigger = start(mapping());
  await broker.publish([on(0, 'a')]);
  const invocation = await nextInvocation();
  let isStopped = false;
  const stopped = trigger.stop().then(() => {
    isStopped = true;
  });
  await broker.publish([on(1, 'b')]);
  await delay(50);
  expect(isStopped).toBe(false);
  invocation.succeed();
  await stopped;
  expect(waiting).toEqual([]);
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 1 }]);
});

it('leaves a batch that waits for another try to the next start', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const trigger = start(mapping({}, { knobs: { retryPause: () => 60_000 } }));
  await broker.publish(inOrder('a', 'b'));
  (await nextInvocation()).fail();
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([]);
  start(mapping());
  expect((await nextInvocation()).places).toEqual(['orders-0@0', 'orders-0@1']);
});
