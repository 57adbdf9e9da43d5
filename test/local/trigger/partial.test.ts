// Partial batch responses: https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
import { expect, it } from 'vitest';
import { eventually, givenTrigger, mapping, provisioned } from './givenTrigger.ts';
import { inOrder, itemFailures, on } from './records.ts';

const reporting = { ...provisioned, FunctionResponseTypes: ['ReportBatchItemFailures' as const] };
const all = ['orders-0@0', 'orders-0@1', 'orders-0@2'];

it.each([[null], [undefined], [{}], [{ batchItemFailures: [] }], [{ batchItemFailures: null }]])(
  'takes an empty answer for a success of the whole batch: %j',
  async (answer) => {
    const { broker, start, nextInvocation } = await givenTrigger();
    await broker.publish(inOrder('a', 'b', 'c'));
    const trigger = start(mapping(reporting));
    (await nextInvocation()).succeed(answer);
    await trigger.stop();
    expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 3 }]);
  },
);

it('retries just the reported records, in the order of the batch', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c'));
  start(mapping(reporting));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 2], ['orders-0', 0]));
  expect((await nextInvocation()).places).toEqual(['orders-0@0', 'orders-0@2']);
});

it('retries everything from the lowest reported offset with the knob partialRetry from-lowest-offset', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([...inOrder('a', 'b', 'c'), on(1, 'd')]);
  start(mapping(reporting, { knobs: { partialRetry: 'from-lowest-offset' } }));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 1]));
  expect((await nextInvocation()).places).toEqual(['orders-0@1', 'orders-0@2']);
});

it('commits only up to the lowest record that is not resolved', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c'));
  const trigger = start(mapping(reporting));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 1]));
  const retry = await nextInvocation();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 1 }]);
  retry.succeed();
  await trigger.stop();
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 3 }]);
});

it('keeps the partition blocked while reported records are retried', async () => {
  const { broker, start, nextInvocation, quiet } = await givenTrigger();
  await broker.publish(inOrder('a', 'b'));
  start(mapping(reporting));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 0]));
  await nextInvocation();
  await broker.publish(inOrder('c'));
  expect(await quiet()).toEqual([]);
});

it.each([
  ['an offset that is not in the event', itemFailures(['orders-0', 7])],
  ['a partition that is not in the event', itemFailures(['orders-1', 0])],
  ['a known identifier beside an unknown one', itemFailures(['orders-0', 0], ['orders-0', 7])],
  ['a string for an identifier', { batchItemFailures: [{ itemIdentifier: 'orders-0' }] }],
  ['an empty string for an identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['null for an identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['a bare partition number', { batchItemFailures: [{ itemIdentifier: { partition: 0, offset: 0 } }] }],
  ['an offset as text', { batchItemFailures: [{ itemIdentifier: { partition: 'orders-0', offset: '0' } }] }],
  ['an entry without identifier', { batchItemFailures: [{}] }],
  ['a list that is none', { batchItemFailures: 'orders-0' }],
  ['an answer that is no object', 'orders-0'],
])('retries the whole batch when an identifier is unknown or malformed: %s', async (_, answer) => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c'));
  start(mapping(reporting));
  (await nextInvocation()).succeed(answer);
  expect((await nextInvocation()).places).toEqual(all);
  expect(await broker.committed('ship-orders', 'orders')).toEqual([]);
});

it('gives up on reported records after MaximumRetryAttempts, and on no others', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish(inOrder('a', 'b', 'c'));
  const { mappings } = start(mapping({ ...reporting, MaximumRetryAttempts: 1 }));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 1]));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 1]));
  const counts = await eventually(
    () => mappings[0]?.counts(),
    (read) => read?.CommittedEventCount === 3,
  );
  expect(counts).toMatchObject({ InvokedEventCount: 4, FailedInvokeEventCount: 2, DroppedEventCount: 1 });
});
