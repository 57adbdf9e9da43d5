// Error controls in provisioned mode: https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
import { expect, it } from 'vitest';
import type { MappingParameters } from '../../../local/trigger/parameters.ts';
import { eventually, givenTrigger, mapping, provisioned } from './givenTrigger.ts';
import { inOrder } from './records.ts';

type Given = Awaited<ReturnType<typeof givenTrigger>>;

const committedUpTo = async ({ broker }: Given, offset: number) => {
  const committed = () => broker.committed('ship-orders', 'orders');
  return await eventually(committed, (offsets) => offsets[0]?.offset === offset);
};
const destination: Partial<MappingParameters> = {
  DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' } },
};

it('tries MaximumRetryAttempts times after the first try, drops the batch, and goes on', async () => {
  const given = await givenTrigger();
  await given.broker.publish(inOrder('a', 'b'));
  const { mappings } = given.start(mapping({ ...provisioned, MaximumRetryAttempts: 3, BatchSize: 2 }));
  for (let tries = 0; tries < 4; tries += 1) {
    const invocation = await given.nextInvocation();
    expect(invocation.places).toEqual(['orders-0@0', 'orders-0@1']);
    invocation.fail();
  }
  await given.broker.publish(inOrder('c'));
  expect((await given.nextInvocation()).places).toEqual(['orders-0@2']);
  expect(await committedUpTo(given, 2)).toEqual([{ partition: 0, offset: 2 }]);
  expect(mappings[0]?.counts()).toMatchObject({ DroppedEventCount: 2, FailedInvokeEventCount: 8 });
});

it('does not retry at all with MaximumRetryAttempts 0', async () => {
  const given = await givenTrigger();
  await given.broker.publish(inOrder('a'));
  given.start(mapping({ ...provisioned, MaximumRetryAttempts: 0 }));
  (await given.nextInvocation()).fail();
  expect(await committedUpTo(given, 1)).toEqual([{ partition: 0, offset: 1 }]);
  expect(given.waiting).toEqual([]);
});

it('retries 10 times where an on-failure destination is set and no maximum, in on-demand mode too', async () => {
  const sent: string[] = [];
  const given = await givenTrigger({ destinations: { sqs: async (_, body) => sent.push(body) } });
  await given.broker.publish(inOrder('a'));
  given.start(mapping(destination));
  for (let tries = 0; tries < 11; tries += 1) (await given.nextInvocation()).fail();
  expect(await committedUpTo(given, 1)).toEqual([{ partition: 0, offset: 1 }]);
  expect([sent.length, given.waiting]).toEqual([1, []]);
});

it('never sends a record older than MaximumRecordAgeInSeconds to the function', async () => {
  const given = await givenTrigger();
  const [old, young] = inOrder('a', 'b');
  if (!old || !young) throw new Error('two records');
  await given.broker.publish([{ ...old, timestamp: Date.now() - 61_000 }, young]);
  const { mappings } = given.start(mapping({ ...provisioned, MaximumRecordAgeInSeconds: 60 }));
  expect((await given.nextInvocation()).places).toEqual(['orders-0@1']);
  expect(mappings[0]?.counts().DroppedEventCount).toBe(1);
});

it('stops retrying a record that has become older than MaximumRecordAgeInSeconds', async () => {
  const given = await givenTrigger();
  const nearlyOld = inOrder('a').map((record) => ({ ...record, timestamp: Date.now() - 59_500 }));
  await given.broker.publish(nearlyOld);
  const young = { ...provisioned, MaximumRecordAgeInSeconds: 60 };
  given.start(mapping(young, { knobs: { retryPause: () => 600 } }));
  (await given.nextInvocation()).fail();
  expect(await committedUpTo(given, 1)).toEqual([{ partition: 0, offset: 1 }]);
  expect(given.waiting).toEqual([]);
});

it('names the expiry in the on-failure record as the knob expiredCondition says', async () => {
  const sent: string[] = [];
  const given = await givenTrigger({ destinations: { sqs: async (_, body) => sent.push(body) } });
  await given.broker.publish(inOrder('a').map((record) => ({ ...record, timestamp: Date.now() - 61_000 })));
  const settings = { ...provisioned, ...destination, MaximumRecordAgeInSeconds: 60 };
  given.start(mapping(settings, { knobs: { expiredCondition: 'TooOld' } }));
  await committedUpTo(given, 1);
  expect(JSON.parse(sent[0] ?? '')).toMatchObject({
    requestContext: { condition: 'TooOld', approximateInvokeCount: 0 },
    responseContext: null,
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/with-kafka-scaling.html; for Kinesis a throttle is no attempt.
it('does not count a throttled invocation as an attempt', async () => {
  const given = await givenTrigger();
  await given.broker.publish(inOrder('a'));
  given.start(mapping({ ...provisioned, MaximumRetryAttempts: 0 }));
  const throttle = Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });
  for (let tries = 0; tries < 3; tries += 1) (await given.nextInvocation()).fail(throttle);
  (await given.nextInvocation()).succeed();
  expect(await committedUpTo(given, 1)).toEqual([{ partition: 0, offset: 1 }]);
});

it('counts a throttle as an attempt with the knob throttleCountsAttempts', async () => {
  const given = await givenTrigger();
  await given.broker.publish(inOrder('a'));
  given.start(mapping({ ...provisioned, MaximumRetryAttempts: 0 }, { knobs: { throttleCountsAttempts: true } }));
  const throttle = Object.assign(new Error('Rate Exceeded.'), { name: 'TooManyRequestsException' });
  (await given.nextInvocation()).fail(throttle);
  expect(await committedUpTo(given, 1)).toEqual([{ partition: 0, offset: 1 }]);
});
