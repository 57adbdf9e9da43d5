/** Reads the result of an invocation as Lambda reads it. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';

export type Answer =
  | { kind: 'done' }
  | { kind: 'failed'; error: unknown }
  | { kind: 'partial'; failed: KafkaRecord[] }
  | { kind: 'throttled'; error: unknown }
  /** The poller crashed before it knew the answer. */
  | { kind: 'lost' };

/**
 * A response with ReportBatchItemFailures: nothing, or an empty list, is success; an identifier that is not in the event,
 * or misshapen, fails the whole batch. https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html
 */
export function readItemFailures(response: unknown, records: readonly KafkaRecord[]): Answer {
  if (isEmpty(response)) return { kind: 'done' };
  if (typeof response !== 'object' || response === null || Array.isArray(response)) {
    return malformed(`the response is ${JSON.stringify(response)}`);
  }
  const failures = 'batchItemFailures' in response ? response.batchItemFailures : undefined;
  if (isEmpty(failures)) return { kind: 'done' };
  if (!Array.isArray(failures)) return malformed(`batchItemFailures is ${JSON.stringify(failures)}`);
  const known = new Map(
    records.map((record) => [placeText(`${record.topic}-${record.partition}`, record.offset), record]),
  );
  const failed = new Set<KafkaRecord>();
  for (const failure of failures) {
    const record = known.get(identifiedPlace(failure));
    if (!record) return malformed(`${JSON.stringify(failure)} names no record of the event`);
    failed.add(record);
  }
  // In the event's order, however the function lists them.
  return { kind: 'partial', failed: records.filter((record) => failed.has(record)) };
}

function malformed(what: string): Answer {
  return { kind: 'failed', error: new Error(`ReportBatchItemFailures: ${what}`) };
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** '' where there is no identifier as documented: an object, `partition` a string and `offset` a number. */
function identifiedPlace(failure: unknown): string {
  const identifier = (failure as { itemIdentifier?: { partition?: unknown; offset?: unknown } } | null)?.itemIdentifier;
  const { partition, offset } = identifier ?? {};
  return typeof partition === 'string' && typeof offset === 'number' ? placeText(partition, offset) : '';
}

function placeText(partition: string, offset: number): string {
  return `${partition}@${offset}`;
}

/** The SDK's name for status 429. */
export function isThrottle(error: unknown): boolean {
  return error instanceof Error && error.name === 'TooManyRequestsException';
}
