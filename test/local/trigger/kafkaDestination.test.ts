// A Kafka topic as on-failure destination: https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html
import { expect, it } from 'vitest';
import { text } from '../../contracts/broker/given.ts';
import { eventually, givenTrigger, mapping, provisioned } from './givenTrigger.ts';
import { on } from './records.ts';

const once = { ...provisioned, MaximumRetryAttempts: 0 };
const toFailed = { DestinationConfig: { OnFailure: { Destination: 'kafka://failed' } } };

it('sends a Kafka topic one message a record, with its key, its place and the record as an object', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  await broker.publish([
    { ...on(0, 'a'), timestamp: 1_700_000_000_000 },
    { ...on(0, 'b'), timestamp: 1_700_000_001_500 },
  ]);
  const { mappings } = start(mapping({ ...once, ...toFailed }));
  const invocation = await nextInvocation();
  invocation.fail();
  const read = () => broker.fetch('failed', 0, 0, { records: 10, bytes: 1_000_000 });
  const messages = await eventually(read, (all) => all.length === 2);
  expect(messages.map(({ key }) => text(key))).toEqual(['21', '21']);
  expect(JSON.parse(text(messages[1]?.value ?? null) ?? '')).toEqual({
    requestContext: {
      requestId: invocation.requestId,
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:ship:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    KafkaBatchInfo: {
      batchSize: 1,
      eventSourceArn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1',
      bootstrapServers: 'b-1.here:9098',
      payloadSize: expect.any(Number),
      recordInfo: { offset: '1', timestamp: '2023-11-14T22:13:21.500Z' },
    },
    payload: {
      bootstrapServers: 'b-1.here:9098',
      eventSource: 'aws:kafka',
      eventSourceArn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1',
      records: {
        'orders-0': [
          {
            topic: 'orders',
            partition: 0,
            offset: 1,
            timestamp: 1_700_000_001_500,
            timestampType: 'CREATE_TIME',
            key: 'MjE=',
            value: 'Yg==',
            headers: [],
          },
        ],
      },
    },
  });
  expect(mappings[0]?.counts().OnFailureDestinationDeliveredEventCount).toBe(2);
});

it('takes turns with the partitions of the destination for records without a key', async () => {
  const { broker, start, nextInvocation } = await givenTrigger();
  const keyless = { topic: 'orders', partition: 0, key: null, value: Buffer.from('a'), headers: [] };
  await broker.publish([keyless, keyless]);
  start(mapping({ ...once, DestinationConfig: { OnFailure: { Destination: 'kafka://bills' } } }));
  (await nextInvocation()).fail();
  const ends = await eventually(
    async () => (await broker.offsets('bills')).map(({ end }) => end),
    (all) => all.reduce((sum, end) => sum + end, 0) === 2,
  );
  expect(ends).toEqual([1, 1, 0]);
});

it('drops and counts only the records that the topic did not take', async () => {
  const { broker, startWith, nextInvocation } = await givenTrigger();
  await broker.publish([on(0, 'a'), on(0, 'b')]);
  let deliveries = 0;
  const publish: typeof broker.publish = async (records, signal) => {
    deliveries += 1;
    if (deliveries === 1) throw new Error('not now');
    return await broker.publish(records, signal);
  };
  const { mappings } = startWith({ broker: { ...broker, publish } }, mapping({ ...once, ...toFailed }));
  (await nextInvocation()).fail();
  const counts = await eventually(
    () => mappings[0]?.counts(),
    (read) => read?.CommittedEventCount === 2,
  );
  expect(counts).toMatchObject({ DroppedEventCount: 1, OnFailureDestinationDeliveredEventCount: 1 });
});
