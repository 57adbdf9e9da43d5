// On-failure records: https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
import { expect, it } from 'vitest';
import { eventually, givenTrigger, mapping, provisioned } from './givenTrigger.ts';
import { inOrder, itemFailures, on } from './records.ts';

const queue = 'arn:aws:sqs:us-east-1:123456789012:failed';
const to = (Destination: string) => ({ DestinationConfig: { OnFailure: { Destination } } });
const once = { ...provisioned, MaximumRetryAttempts: 0 };
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Two records of partition 0 and one of partition 1, their times known. */
const records = [
  { ...on(0, 'a'), timestamp: 1_700_000_000_000 },
  { ...on(0, 'b'), timestamp: 1_700_000_001_500 },
  { ...on(1, 'c'), timestamp: 1_700_000_002_000 },
];

const document = (requestId: string) => ({
  requestContext: {
    requestId,
    functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:ship',
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 1,
  },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: expect.stringMatching(time),
  KafkaBatchInfo: {
    batchSize: 3,
    eventSourceArn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1',
    bootstrapServers: 'b-1.here:9098',
    payloadSize: expect.any(Number),
    recordsInfo: {
      'orders-0': {
        firstRecordOffset: '0',
        lastRecordOffset: '1',
        firstRecordTimestamp: '2023-11-14T22:13:20.000Z',
        lastRecordTimestamp: '2023-11-14T22:13:21.500Z',
      },
      'orders-1': {
        firstRecordOffset: '0',
        lastRecordOffset: '0',
        firstRecordTimestamp: '2023-11-14T22:13:22.000Z',
        lastRecordTimestamp: '2023-11-14T22:13:22.000Z',
      },
    },
  },
});

it.each([
  ['sqs', queue],
  ['sns', 'arn:aws:sns:us-east-1:123456789012:failed'],
] as const)('sends a queue or topic one document a batch, without the records themselves: %s', async (kind, arn) => {
  const sent: [string, string][] = [];
  const port = async (where: string, body: string) => sent.push([where, body]);
  const { broker, start, nextInvocation } = await givenTrigger({ destinations: { [kind]: port } });
  await broker.publish(records);
  start(mapping({ ...once, ...to(arn) }));
  const invocation = await nextInvocation();
  invocation.fail();
  const [parcel] = await eventually(
    () => sent,
    (all) => all.length > 0,
  );
  const read = JSON.parse(parcel?.[1] ?? '');
  expect([parcel?.[0], read]).toEqual([arn, document(invocation.requestId)]);
  expect(read.KafkaBatchInfo.payloadSize).toBe(Buffer.byteLength(JSON.stringify(invocation.event)));
});

it('sends S3 the whole event as text too, under a key that names mapping, partition and day', async () => {
  const sent: [string, string, string][] = [];
  const s3 = async (...parcel: [string, string, string]) => sent.push(parcel);
  const { broker, start, nextInvocation } = await givenTrigger({ destinations: { s3 } });
  await broker.publish(records);
  const bucket = 'arn:aws:s3:::failed';
  start(mapping({ ...once, ...to(bucket), UUID: '00000000-0000-4000-8000-000000000001' }));
  const invocation = await nextInvocation();
  invocation.fail();
  const [parcel] = await eventually(
    () => sent,
    (all) => all.length > 0,
  );
  const [arn, key, body = ''] = parcel ?? [];
  const { payload, ...rest } = JSON.parse(body);
  expect([arn, rest, JSON.parse(payload)]).toEqual([bucket, document(invocation.requestId), invocation.event]);
  expect(key).toMatch(
    /^aws\/lambda\/00000000-0000-4000-8000-000000000001\/orders-0\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}$/,
  );
});

it('names the S3 object as the knob s3Key says', async () => {
  const keys: string[] = [];
  const { broker, start, nextInvocation } = await givenTrigger({
    destinations: { s3: async (_, key) => keys.push(key) },
  });
  await broker.publish(records);
  const s3Key = (_: string, first: { offset: number }) => `failed/${first.offset}`;
  start(mapping({ ...once, ...to('arn:aws:s3:::failed') }, { knobs: { s3Key } }));
  (await nextInvocation()).fail();
  expect(
    await eventually(
      () => keys,
      (all) => all.length > 0,
    ),
  ).toEqual(['failed/0']);
});

it('sends only the records that a partial response reported', async () => {
  const sent: string[] = [];
  const { broker, start, nextInvocation } = await givenTrigger({
    destinations: { sqs: async (_, body) => sent.push(body) },
  });
  await broker.publish(inOrder('a', 'b', 'c'));
  start(mapping({ ...once, ...to(queue), FunctionResponseTypes: ['ReportBatchItemFailures'] }));
  (await nextInvocation()).succeed(itemFailures(['orders-0', 1]));
  const [body = ''] = await eventually(
    () => sent,
    (all) => all.length > 0,
  );
  expect(JSON.parse(body)).toMatchObject({
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    KafkaBatchInfo: { batchSize: 1, recordsInfo: { 'orders-0': { firstRecordOffset: '1', lastRecordOffset: '1' } } },
  });
});

// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html: DestinationDeliveryFailures, DroppedEventCount
it('drops and counts records when their destination fails, and goes on', async () => {
  const sqs = () => Promise.reject(new Error('no such queue'));
  const { broker, start, nextInvocation } = await givenTrigger({ destinations: { sqs } });
  await broker.publish(inOrder('a', 'b'));
  const { mappings } = start(mapping({ ...once, ...to(queue) }));
  (await nextInvocation()).fail();
  await broker.publish(inOrder('c'));
  expect((await nextInvocation()).places).toEqual(['orders-0@2']);
  expect(mappings[0]?.counts()).toMatchObject({
    DestinationDeliveryFailures: 1,
    DroppedEventCount: 2,
    OnFailureDestinationDeliveredEventCount: 0,
  });
});

it('refuses a destination that nobody supplies a port for', async () => {
  const { start } = await givenTrigger();
  expect(() => start(mapping(to(queue)))).toThrow(
    'the mapping of ship sends failures to arn:aws:sqs:us-east-1:123456789012:failed, and no port for sqs is supplied',
  );
});
