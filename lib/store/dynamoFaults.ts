/** Turns errors of DynamoDB and its client into our faults. */
import { type AwsCodes, awsFault, codeByName } from '../errors/awsFaults.ts';
import type { ErrorCode, Fault } from '../errors/fault.ts';

/**
 * Whatever is not told by name is a store that can't be used now: 5xx, time-outs, no connection, missing table.
 * (AWS: "Error handling with DynamoDB", TransactWriteItems "Errors")
 */
const codes: AwsCodes = {
  own: [
    // A deployment that is behind, not a wrong request.
    [/^ValidationException: .*does not have the specified index/, 'STORE_UNAVAILABLE'],
    [/^ValidationException: .*starting key/i, 'BAD_PAGE'],
    [/^(Validation|Serialization)(Exception|Error): /, 'STORE_LIMIT'],
    [/^ItemCollectionSizeLimitExceeded/, 'STORE_LIMIT'],
    [/^IdempotentParameterMismatch/, 'STORE_LIMIT'],
    // The SDK takes it for throttling: an earlier try of ours that never came to an end.
    [/^TransactionInProgress/, 'STORE_UNAVAILABLE'],
  ],
  unreached: 'STORE_UNAVAILABLE',
  unanswered: 'STORE_UNAVAILABLE',
  failed: 'STORE_UNAVAILABLE',
  other: 'STORE_UNAVAILABLE',
};

/** `place` is the call and what it was about. Faults of ours stay what they are, and so do bugs. */
export function toStoreFault(error: unknown, place: string): Fault {
  return awsFault(error, place, codes);
}

/** `answer` begins with the code of a cancellation reason. */
export function codeOf(answer: string): ErrorCode {
  return codeByName(answer, codes.own) ?? codes.other;
}
