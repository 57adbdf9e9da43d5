import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { keyOfPartition, record } from '../../contracts/broker/given.ts';
import { givenTrigger, mapping } from './givenTrigger.ts';

const on = (partition: 0 | 1 | 2, value: string) => record('orders', keyOfPartition[partition], value);
const longerThanATurn = 50;

it('commits only what was answered without error', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const trigger = start(mapping());
  await broker.publish([on(1, 'a'), on(1, 'b')]);
  const invocation = await nextInvocation();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([]);
  invocation.succeed();
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 1, offset: 2 }]);
});

it('repeats the whole batch after an error until it succeeds, and leaves other mappings alone', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const trigger = start(
    mapping(),
    mapping({ FunctionName: 'bill', Topics: ['bills'], AmazonManagedKafkaEventSourceConfig: {} }),
  );
  await broker.publish([on(0, 'a'), on(0, 'b')]);
  (await nextInvocation()).fail();
  const again = await nextInvocation();
  expect(again.places).toEqual(['orders-0@0', 'orders-0@1']);
  again.fail();
  await broker.publish([record('bills', null, 'b')]);
  const bill = await nextInvocation();
  expect(bill.function).toBe('bill');
  bill.succeed();
  const third = await nextInvocation();
  expect(third.places).toEqual(['orders-0@0', 'orders-0@1']);
  third.succeed();
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 2 }]);
});

it('goes on after what its group committed', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(0, 'b'), on(0, 'c')]);
  await broker.commit('ship-orders', 'orders', [{ partition: 0, offset: 2 }]);
  const trigger = start(mapping());
  const invocation = await nextInvocation();
  expect(invocation.places).toEqual(['orders-0@2']);
  invocation.succeed();
  await trigger.stop();
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
  await delay(longerThanATurn);
  expect(isStopped).toBe(false);
  invocation.succeed();
  await stopped;
  expect(waiting).toEqual([]);
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 1 }]);
});

it('leaves a batch that fails to the next start when it stops', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const trigger = start(mapping());
  await broker.publish([on(0, 'a')]);
  const invocation = await nextInvocation();
  const stopped = trigger.stop();
  invocation.fail();
  await stopped;
  expect(await broker.committed('ship-orders', 'orders')).toEqual([]);
});
