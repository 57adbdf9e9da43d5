// Order and concurrency: https://docs.aws.amazon.com/lambda/latest/dg/with-msk-configure.html, "Lambda reads messages sequentially for each Kafka topic partition."
import { expect, it } from 'vitest';
import { topicSettings } from '../../contracts/broker/given.ts';
import { enabled, eventually, givenTrigger, mapping } from './givenTrigger.ts';
import { on } from './records.ts';

it('has one batch in flight per partition, while other partitions go on', async () => {
  const { broker, start, nextInvocation, quiet } = await givenTrigger();
  start(mapping());
  await broker.publish([on(0, 'a')]);
  const first = await nextInvocation();
  await broker.publish([on(0, 'b'), on(2, 'c')]);
  expect((await nextInvocation()).places).toEqual(['orders-2@0']);
  expect(await quiet()).toEqual([]);
  first.succeed();
  expect((await nextInvocation()).places).toEqual(['orders-0@1']);
});

const sixPartitions = Array.from({ length: 6 }, (_, partition) => ({
  topic: 'wide',
  partition,
  key: null,
  value: Buffer.from('a'),
  headers: [],
}));
const oneEach = { Topics: ['wide'] as [string], BatchSize: 1 };

// https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
it('has no more than 5 invocations in flight per poller', async () => {
  const { broker, start, quiet, nextInvocation } = await givenTrigger();
  await broker.createTopics([{ ...topicSettings('wide'), partitions: 6 }]);
  await broker.publish([...sixPartitions, ...sixPartitions]);
  start(mapping(oneEach));
  expect(await quiet()).toEqual([['wide-0@0'], ['wide-1@0'], ['wide-2@0'], ['wide-3@0'], ['wide-4@0']]);
  (await nextInvocation()).succeed();
  expect((await quiet()).at(-1)).toEqual(['wide-5@0']);
});

// https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html
it('shares the partitions among MinimumPollers pollers in provisioned mode', async () => {
  const { broker, start, quiet } = await givenTrigger();
  await broker.createTopics([{ ...topicSettings('wide'), partitions: 6 }]);
  await broker.publish(sixPartitions);
  start(mapping({ ...oneEach, BatchSize: 100, ProvisionedPollerConfig: { MinimumPollers: 2 } }));
  expect(await quiet()).toEqual([
    ['wide-0@0', 'wide-2@0', 'wide-4@0'],
    ['wide-1@0', 'wide-3@0', 'wide-5@0'],
  ]);
});

it('has one poller in on-demand mode, or as many as the knob onDemandPollers says', async () => {
  const { broker, start, quiet } = await givenTrigger();
  await broker.createTopics([{ ...topicSettings('wide'), partitions: 6 }]);
  await broker.publish(sixPartitions);
  start(mapping({ ...oneEach, BatchSize: 100 }, { knobs: { onDemandPollers: 3 } }));
  expect(await quiet()).toEqual([
    ['wide-0@0', 'wide-3@0'],
    ['wide-1@0', 'wide-4@0'],
    ['wide-2@0', 'wide-5@0'],
  ]);
});

it('reads a partition that the topic grows by from its start', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await enabled(start(mapping({ StartingPosition: 'LATEST' })));
  await broker.publish([on(0, 'a')]);
  (await nextInvocation()).succeed();
  await broker.createTopics([{ ...topicSettings('orders'), partitions: 4 }]);
  await broker.publish([{ topic: 'orders', partition: 3, key: null, value: null, headers: [] }]);
  expect((await nextInvocation()).places).toEqual(['orders-3@0']);
});

it('lets others in the process have their turn while it works off a backlog', async () => {
  const { broker, startWith } = await givenTrigger();
  await broker.publish(Array.from({ length: 3_000 }, () => on(0, 'a')));
  let turns = 0;
  let isDone = false;
  const take = () => {
    turns += 1;
    if (!isDone) setImmediate(take);
  };
  setImmediate(take);
  const trigger = startWith({ invoke: async () => null }, mapping({ BatchSize: 10 }));
  await eventually(
    () => trigger.mappings[0]?.counts().CommittedEventCount,
    (count) => count === 3_000,
  );
  isDone = true;
  expect(turns).toBeGreaterThan(200);
});
