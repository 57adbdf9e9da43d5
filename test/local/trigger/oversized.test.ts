// A record that no payload takes: https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
import { expect, it } from 'vitest';
import type { Headers, KafkaRecord } from '../../../lib/kafka/record.ts';
import { toMskEvent } from '../../../lib/msk/mskEvent.ts';
import { add, openBatch } from '../../../local/trigger/batch.ts';
import { envelopeBytes } from '../../../local/trigger/payload.ts';
import { eventually, givenTrigger, mapping } from './givenTrigger.ts';
import { inOrder } from './records.ts';

const tooLarge = 'x'.repeat(4_800_000);

it('skips a record above 6 MB with a warning, and goes on behind it', async () => {
  const warnings: unknown[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message: string, fields: object) => warnings.push({ message, ...fields }),
  };
  const { broker, start, nextInvocation } = await givenTrigger({ log });
  await broker.publish(inOrder('a', tooLarge, 'b'));
  const { mappings } = start(mapping());
  const first = await nextInvocation();
  expect(first.places).toEqual(['orders-0@0']);
  first.succeed();
  const behind = await nextInvocation();
  expect(behind.places).toEqual(['orders-0@2']);
  expect(warnings).toMatchObject([{ first: 'orders-0@1', condition: 'MaximumPayloadSizeExceeded', invocations: 0 }]);
  expect(mappings[0]?.counts().DroppedEventCount).toBe(1);
  expect(await broker.committed('ship-orders', 'orders')).toEqual([{ partition: 0, offset: 2 }]);
});

it('sends a record above 6 MB to the destination as MaximumPayloadSizeExceeded, without a response', async () => {
  const sent: string[] = [];
  const { broker, start } = await givenTrigger({ destinations: { sqs: async (_, body) => sent.push(body) } });
  await broker.publish(inOrder(tooLarge));
  start(mapping({ DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' } } }));
  await eventually(
    () => sent.length,
    (count) => count === 1,
  );
  expect(JSON.parse(sent[0] ?? '')).toMatchObject({
    requestContext: { condition: 'MaximumPayloadSizeExceeded', approximateInvokeCount: 0 },
    responseContext: null,
    KafkaBatchInfo: { batchSize: 1, recordsInfo: { 'orders-0': { firstRecordOffset: '0', lastRecordOffset: '0' } } },
  });
});

it('counts the bytes of a payload as JSON has them', () => {
  const source = { arn: 'arn:aws:kafka:us-east-1:123456789012:cluster/here/1', bootstrapServers: 'b-1.here:9098' };
  const headers: Headers = [
    ['na"më', Uint8Array.from({ length: 256 }, (_, byte) => byte)],
    ['', Buffer.alloc(0)],
  ];
  const bytes = (length: number) => Buffer.alloc(length, 7);
  const at = { topic: 'orders.v1', timestamp: 1545084650987 };
  const records: KafkaRecord[] = [
    { ...at, partition: 0, offset: 9, key: null, value: null, headers: [] },
    { ...at, partition: 12, offset: 10, key: bytes(0), value: bytes(1), headers },
    { ...at, partition: 0, offset: 11, key: bytes(2), value: bytes(3), headers },
    { ...at, partition: 12, offset: 1_000_000, key: bytes(4), value: bytes(5), headers: [] },
  ];
  const batch = openBatch(envelopeBytes(source));
  for (const record of records) add(batch, record, 100);
  // The count has a comma too many.
  expect(batch.bytes - 1).toBe(Buffer.byteLength(JSON.stringify(toMskEvent(records, source))));
});
