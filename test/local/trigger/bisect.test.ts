// BisectBatchOnFunctionError, "split the batch into two smaller batches and retry each separately": https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
import { expect, it } from 'vitest';
import { eventually, givenTrigger, mapping, provisioned } from './givenTrigger.ts';
import { inOrder, itemFailures } from './records.ts';

const bisecting = { ...provisioned, BisectBatchOnFunctionError: true };

it('splits a failed batch in two and retries each, the first half first', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c'));
  start(mapping(bisecting));
  (await nextInvocation()).fail();
  const firstHalf = await nextInvocation();
  expect(firstHalf.places).toEqual(['orders-0@0', 'orders-0@1']);
  firstHalf.succeed();
  expect((await nextInvocation()).places).toEqual(['orders-0@2']);
});

it('commits a half that succeeded while the other one is tried', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c'));
  start(mapping(bisecting));
  (await nextInvocation()).fail();
  (await nextInvocation()).succeed();
  await nextInvocation();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 2 }]);
});

it('isolates the one bad record, which alone uses up the retries', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'bad', 'd'));
  const { mappings } = start(mapping({ ...bisecting, MaximumRetryAttempts: 1 }));
  const seen: string[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    const invocation = await nextInvocation();
    seen.push(invocation.places.map((place) => place.slice('orders-0@'.length)).join(''));
    if (invocation.places.includes('orders-0@2')) invocation.fail();
    else invocation.succeed();
  }
  expect(seen).toEqual(['0123', '01', '23', '2', '2', '3']);
  const counts = await eventually(
    () => mappings[0]?.counts(),
    (read) => read?.CommittedEventCount === 4,
  );
  expect(counts).toMatchObject({ CommittedEventCount: 4, DroppedEventCount: 1 });
});

it('lets a split use up a retry with the knob bisectCountsAttempts', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c', 'd'));
  const { mappings } = start(
    mapping({ ...bisecting, MaximumRetryAttempts: 1 }, { knobs: { bisectCountsAttempts: true } }),
  );
  (await nextInvocation()).fail();
  (await nextInvocation()).fail();
  expect((await nextInvocation()).places).toEqual(['orders-0@2', 'orders-0@3']);
  expect(mappings[0]?.counts().DroppedEventCount).toBe(2);
});

it('splits nothing after a partial response, which names what failed', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c', 'd'));
  start(mapping({ ...bisecting, FunctionResponseTypes: ['ReportBatchItemFailures'] }));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 0], ['orders-0', 1], ['orders-0', 3]));
  expect((await nextInvocation()).places).toEqual(['orders-0@0', 'orders-0@1', 'orders-0@3']);
});
