/**
 * Documents that an on-failure destination receives. SQS, SNS and S3 get one document a batch, https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html;
 * a Kafka topic one a record, which differs in three places: https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html
 */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { type EventSource, type MskEvent, toMskEvent } from '../../lib/msk/mskEvent.ts';

export type Condition = 'RetryAttemptsExhausted' | 'MaximumPayloadSizeExceeded' | (string & {});

/** Records that Lambda gives up on, and the story of their invocations. */
export interface Discarded {
  /** At least one. */
  records: readonly KafkaRecord[];
  condition: Condition;
  /** 0: they were never invoked. */
  invocations: number;
  requestId: string;
  functionArn: string;
  /** false after a partial response: the function reported these records without an error of its own. */
  isFunctionError: boolean;
}

/** `withPayload`: S3 gets the whole event too, as text. */
export function batchDocument(given: Discarded, source: EventSource, at: Date, withPayload: boolean): string {
  const event = toMskEvent(given.records, source);
  const payload = JSON.stringify(event);
  const recordsInfo = Object.fromEntries(
    Object.keys(event.records).map((name) => [name, infoOf(given.records.filter((one) => nameOf(one) === name))]),
  );
  return JSON.stringify({
    ...story(given, at),
    KafkaBatchInfo: { ...batchInfo(given, source, payload), recordsInfo },
    ...(withPayload && { payload }),
  });
}

/** `given` has one record. */
export function recordDocument(given: Discarded, source: EventSource, at: Date): string {
  const payload: MskEvent = toMskEvent(given.records, source);
  const info = given.records.map(({ offset, timestamp }) => ({ offset: String(offset), timestamp: iso(timestamp) }));
  // The page on Kafka destinations writes this condition otherwise than the one on the rest.
  const condition = given.condition === 'RetryAttemptsExhausted' ? 'RetriesExhausted' : given.condition;
  return JSON.stringify({
    ...story({ ...given, condition, functionArn: `${given.functionArn}:$LATEST` }, at),
    KafkaBatchInfo: { ...batchInfo(given, source, JSON.stringify(payload)), recordInfo: info[0] },
    payload,
  });
}

function story({ requestId, functionArn, condition, invocations, isFunctionError }: Discarded, at: Date) {
  const response = {
    statusCode: 200,
    executedVersion: '$LATEST',
    ...(isFunctionError && { functionError: 'Unhandled' }),
  };
  return {
    requestContext: { requestId, functionArn, condition, approximateInvokeCount: invocations },
    responseContext: invocations === 0 ? null : response,
    version: '1.0',
    timestamp: at.toISOString(),
  };
}

function batchInfo({ records }: Discarded, { arn, bootstrapServers }: EventSource, payload: string) {
  const payloadSize = Buffer.byteLength(payload);
  return { batchSize: records.length, eventSourceArn: arn, bootstrapServers, payloadSize };
}

/** Offsets are strings here. */
function infoOf(records: readonly KafkaRecord[]) {
  const [first, last] = [records[0], records.at(-1)];
  return {
    firstRecordOffset: String(first?.offset),
    lastRecordOffset: String(last?.offset),
    firstRecordTimestamp: iso(first?.timestamp ?? 0),
    lastRecordTimestamp: iso(last?.timestamp ?? 0),
  };
}

function nameOf({ topic, partition }: KafkaRecord): string {
  return `${topic}-${partition}`;
}

function iso(timestamp: number): string {
  return new Date(timestamp).toISOString();
}
