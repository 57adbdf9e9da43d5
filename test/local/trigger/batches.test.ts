import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { keyOfPartition, record } from '../../contracts/broker/given.ts';
import { givenTrigger, mapping } from './givenTrigger.ts';

const on = (partition: 0 | 1 | 2, value: string) => record('orders', keyOfPartition[partition], value);
const longerThanATurn = 50;

it('hands over what lies on the topic already, byte for byte as MSK does', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([
    {
      topic: 'orders',
      partition: 1,
      timestamp: 1545084650987,
      key: null,
      value: Buffer.from([0xff, 0x00]),
      headers: [],
    },
    {
      topic: 'orders',
      partition: 1,
      timestamp: 1545084650988,
      key: Buffer.from('recordKey'),
      value: null,
      headers: [
        ['name', Buffer.from('ë')],
        ['name', Buffer.from('')],
      ],
    },
  ]);
  const trigger = start(mapping());
  const invocation = await nextInvocation();
  expect(invocation.event).toEqual({
    eventSource: 'aws:kafka',
    eventSourceArn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1',
    bootstrapServers: 'b-1.here:9098',
    records: {
      'orders-1': [
        {
          topic: 'orders',
          partition: 1,
          offset: 0,
          timestamp: 1545084650987,
          timestampType: 'CREATE_TIME',
          value: '/wA=',
          headers: [],
        },
        {
          topic: 'orders',
          partition: 1,
          offset: 1,
          timestamp: 1545084650988,
          timestampType: 'CREATE_TIME',
          key: 'cmVjb3JkS2V5',
          headers: [{ name: [-61, -85] }, { name: [] }],
        },
      ],
    },
  });
  invocation.succeed();
  await trigger.stop();
});

it('mixes partitions in a batch, and puts no more than batchSize into one', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(0, 'b'), on(1, 'c'), on(1, 'd'), on(2, 'e')]);
  const trigger = start(mapping({ BatchSize: 3 }));
  const first = await nextInvocation();
  expect(first.places).toEqual(['orders-0@0', 'orders-0@1', 'orders-1@0']);
  const second = await nextInvocation();
  expect(second.places).toEqual(['orders-2@0']);
  first.succeed();
  const third = await nextInvocation();
  expect(third.places).toEqual(['orders-1@1']);
  second.succeed();
  third.succeed();
  await trigger.stop();
});

it('puts no more into a batch than a payload of 6 MB takes', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const large = 'x'.repeat(1_000_000);
  for (let count = 0; count < 5; count += 1) await broker.publish([on(0, large)]);
  const trigger = start(mapping());
  const first = await nextInvocation();
  // Base64 makes 1.33 MB of each.
  expect(first.places).toEqual(['orders-0@0', 'orders-0@1', 'orders-0@2', 'orders-0@3']);
  first.succeed();
  const second = await nextInvocation();
  expect(second.places).toEqual(['orders-0@4']);
  second.succeed();
  await trigger.stop();
});

it('has one batch in flight per partition, while other partitions go on', async () => {
  const { broker, start, nextInvocation, waiting } = await givenTrigger();
  const trigger = start(mapping());
  await broker.publish([on(0, 'a')]);
  const first = await nextInvocation();
  await broker.publish([on(0, 'b'), on(2, 'c')]);
  const other = await nextInvocation();
  expect(other.places).toEqual(['orders-2@0']);
  await delay(longerThanATurn);
  expect(waiting).toEqual([]);
  first.succeed();
  expect((await nextInvocation()).places).toEqual(['orders-0@1']);
  other.succeed();
  void trigger.stop();
});
