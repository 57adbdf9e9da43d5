/** What DynamoDB and its client answer when they don't do what was asked, as our faults. */
import { type ErrorCode, Fault, toFault } from '../errors/fault.ts';

/**
 * Name and message of an error, or code and message of a cancellation reason; the first row that fits. Whatever is not
 * here is a store that can't be used now: 5xx, time-outs, no connection, missing table, credentials, permissions.
 * (AWS: "Error handling with DynamoDB", TransactWriteItems "Errors")
 */
const table: readonly (readonly [answer: RegExp, code: ErrorCode])[] = [
  // A deployment that is behind, not a wrong request.
  [/^ValidationException: .*does not have the specified index/, 'STORE_UNAVAILABLE'],
  [/^ValidationException: .*starting key/i, 'BAD_PAGE'],
  [/^(Validation|Serialization)(Exception|Error): /, 'STORE_LIMIT'],
  [/^ItemCollectionSizeLimitExceeded/, 'STORE_LIMIT'],
  [/^IdempotentParameterMismatch/, 'STORE_LIMIT'],
  [/^ProvisionedThroughputExceeded/, 'THROTTLED'],
  [/^(Throttling|RequestLimitExceeded)/, 'THROTTLED'],
];

/** `place` is the call and what it was about. Faults of ours stay what they are, and so do bugs. */
export function toStoreFault(error: unknown, place: string): Fault {
  const fault = toFault(error);
  const isOfTheCall = error instanceof Error && '$metadata' in error;
  // What a proxy answers is no JSON, and shows as a SyntaxError: still not a bug.
  if (fault.code !== 'UNKNOWN' && !isOfTheCall) return fault;
  return new Fault(codeOf(described(error)), `${place}: ${described(error)}`, { cause: error });
}

/** `answer` begins with the code of a cancellation reason. */
export function codeOf(answer: string): ErrorCode {
  return table.find(([pattern]) => pattern.test(answer))?.[1] ?? 'STORE_UNAVAILABLE';
}

/** When no address of a host answers, the error's own message is empty. */
function described(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const system = 'code' in error ? String(error.code) : '';
  return `${error.name}: ${error.message || system}`;
}
