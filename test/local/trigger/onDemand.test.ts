// On-demand mode after an error: https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-troubleshoot.html
import { expect, it } from 'vitest';
import { record } from '../../contracts/broker/given.ts';
import { givenTrigger, mapping } from './givenTrigger.ts';
import { inOrder, itemFailures, on } from './records.ts';

it('retries the whole batch, in order, until it succeeds', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const trigger = start(mapping());
  await broker.publish(inOrder('a', 'b'));
  for (let tries = 1; tries <= 30; tries += 1) {
    const invocation = await nextInvocation();
    expect(invocation.places).toEqual(['orders-0@0', 'orders-0@1']);
    expect(await broker.committed('ship-orders', 'orders')).toEqual([]);
    if (tries < 30) invocation.fail();
    else invocation.succeed();
  }
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 2 }]);
});

it('stops a partition at an error, while other partitions and other mappings go on', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  start(
    mapping({}, { knobs: { retryPause: () => 60_000 } }),
    mapping({ FunctionName: 'bill', Topics: ['bills'], AmazonManagedKafkaEventSourceConfig: {} }),
  );
  await broker.publish([on(0, 'a')]);
  (await nextInvocation()).fail();
  await broker.publish([on(0, 'b'), on(1, 'c'), record('bills', '21', 'd')]);
  const others = [await nextInvocation(), await nextInvocation()];
  expect(others.map(({ places }) => places).sort()).toEqual([['bills-0@0'], ['orders-1@0']]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
it('ignores what the function returns without ReportBatchItemFailures', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const trigger = start(mapping());
  await broker.publish(inOrder('a', 'b'));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 0]));
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 2 }]);
});

// https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html: 14 minutes at most; a time-out is a function error.
it('takes a time-out for an error', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const { mappings } = start(mapping({}, { timeoutSeconds: 0.05 }));
  await broker.publish(inOrder('a'));
  const unanswered = await nextInvocation();
  expect((await nextInvocation()).places).toEqual(unanswered.places);
  expect(mappings[0]?.counts().FailedInvokeEventCount).toBe(1);
});

it('pauses between tries as the knob retryPause says', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const asked: number[] = [];
  const retryPause = (failures: number) => {
    asked.push(failures);
    return 1;
  };
  start(mapping({}, { knobs: { retryPause } }));
  await broker.publish(inOrder('a'));
  for (let tries = 0; tries < 3; tries += 1) (await nextInvocation()).fail();
  await nextInvocation();
  expect(asked).toEqual([1, 2, 3]);
});
