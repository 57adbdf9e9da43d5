/** The one error class of the engine, and the one table that says what each code means and how it is treated. */
import { shown, shownValue } from '../text/shown.ts';

export type ErrorClass = 'poison' | 'permanent' | 'conflict' | 'transient' | 'throttled' | 'unavailable';

interface Row {
  class: ErrorClass;
  sentence: string;
  /** No redelivery goes better before a person has acted. */
  forPerson?: true;
}

/** Code → class and sentence. The class decides what becomes of a record. */
export const errorTable = {
  // poison: no retry, dead letter, go on
  NOT_JSON: { class: 'poison', sentence: 'the value is not JSON' },
  TOO_DEEP: { class: 'poison', sentence: 'the value is nested too deep' },
  NOT_AN_OBJECT: { class: 'poison', sentence: 'the value is JSON, but not an object' },
  NO_VALUE: { class: 'poison', sentence: 'the record has no value (a tombstone), and this consumer expects an event' },
  NO_EVENT_TYPE: { class: 'poison', sentence: 'no event type in the value, and the topic does not name one' },
  UNKNOWN_SHAPE: {
    class: 'poison',
    sentence: 'the value names no type, and has none of the fields of its topic’s event',
  },
  UNSAFE_INTEGER: { class: 'poison', sentence: 'an integer beyond 2^53 - 1 would be rounded' },
  BAD_TIMESTAMP: { class: 'poison', sentence: 'the timestamp is not RFC 3339' },
  BAD_VERSION: { class: 'poison', sentence: 'the version has no major number' },
  UNKNOWN_VERSION: { class: 'poison', sentence: 'this major version is not known here' },
  SCHEMA_MISMATCH: { class: 'poison', sentence: 'the data does not fit the schema' },
  BAD_RECORD: { class: 'poison', sentence: 'the record is not shaped as Lambda documents it' },
  PROGRAMMER_ERROR: { class: 'poison', sentence: 'a mistake in our own code' },
  DECISION_IMPOSSIBLE: { class: 'poison', sentence: 'what is decided contradicts an item that nobody is changing' },
  STORE_LIMIT: { class: 'poison', sentence: 'a transaction breaks a limit of the store' },
  LISTING_TOO_LONG: { class: 'poison', sentence: 'a query of a decision finds more items than its limit' },
  BAD_PAGE: { class: 'poison', sentence: 'the page token is not one that was given out' },
  EVENT_INVALID: { class: 'poison', sentence: 'an event of ours does not fit its own schema' },
  EVENT_TOO_LARGE: { class: 'poison', sentence: 'an event of ours is larger than 300 KB' },
  RECORD_TOO_LARGE: { class: 'poison', sentence: 'the record is larger than its topic takes' },
  WRITER_REFUSED: {
    class: 'poison',
    sentence: 'an outbox row holds a record for a topic that the function which stored it does not declare',
  },
  RECORD_REFUSED: { class: 'poison', sentence: 'the broker refuses the record for what it is' },
  OBJECT_MISSING: {
    class: 'poison',
    sentence: 'the bytes of an outbox row, or of a row due, are not in the object store',
  },
  DUE_INVALID: { class: 'poison', sentence: 'the time that something is due at is none, or too far ahead' },
  OBJECT_NAME_REFUSED: { class: 'poison', sentence: 'no object can have this name' },
  SEAL_BROKEN: { class: 'poison', sentence: 'sealed data does not open: another key, another place, or changed since' },
  CRASHED: {
    class: 'poison',
    sentence: 'the process ended (memory, endless loop, exit) twice while it handled this record alone',
  },
  // permanent: the business refuses
  REFUSED: { class: 'permanent', sentence: 'the decision refused the event' },
  ADDRESS_REFUSED: { class: 'permanent', sentence: 'no message can be sent to this address' },
  REQUEST_REFUSED: { class: 'permanent', sentence: 'a service that we depend on refuses the request for what it is' },
  OUTCOME_UNKNOWN: { class: 'permanent', sentence: 'an earlier try may or may not have taken effect outside' },
  // conflict: same id, other content
  ID_REUSED: { class: 'conflict', sentence: 'an event with this id and other content was handled before' },
  FACT_CONFLICT: { class: 'conflict', sentence: 'the same fact was told before with other content' },
  // transient: tried again a few times
  TIMED_OUT: { class: 'transient', sentence: 'it took longer than its limit' },
  DEPENDENCY_FAILED: { class: 'transient', sentence: 'a service that we depend on failed, or broke off' },
  UNKNOWN: { class: 'transient', sentence: 'an error nobody classified' },
  // throttled
  THROTTLED: { class: 'throttled', sentence: 'a dependency asks to come back later' },
  // unavailable: hand the records back, never dead-letter for it
  STORE_UNAVAILABLE: { class: 'unavailable', sentence: 'our own store does not answer' },
  STORE_CONTENDED: { class: 'unavailable', sentence: 'other writers kept changing what was read' },
  BROKER_UNAVAILABLE: { class: 'unavailable', sentence: 'the broker does not answer' },
  TOPIC_UNAVAILABLE: { class: 'unavailable', sentence: 'the topic or its partition takes nothing at the moment' },
  CLOCK_REFUSED: {
    class: 'unavailable',
    forPerson: true,
    sentence: 'the broker does not take the time of our clock: set it right',
  },
  UNKNOWN_TOPIC: { class: 'unavailable', forPerson: true, sentence: 'the topic does not exist on the broker' },
  STREAM_PARKED: {
    class: 'unavailable',
    forPerson: true,
    sentence: 'a parked outbox row stands before all that follows it',
  },
  NOT_AUTHORISED: { class: 'unavailable', forPerson: true, sentence: 'our credentials do not permit this' },
  DEPENDENCY_UNAVAILABLE: { class: 'unavailable', sentence: 'a service that we depend on takes nothing from us' },
  BREAKER_OPEN: { class: 'unavailable', sentence: 'a dependency kept failing and is left alone for a while' },
  OBJECTS_UNAVAILABLE: { class: 'unavailable', sentence: 'the object store does not answer' },
  IN_PROGRESS_ELSEWHERE: { class: 'unavailable', sentence: 'another worker holds this key at the moment' },
  CLAIM_LOST: { class: 'unavailable', sentence: 'the claim was taken over by another worker' },
  TOO_LATE: { class: 'unavailable', sentence: 'too little of the invocation was left to start this' },
  HANDED_BACK: { class: 'unavailable', sentence: 'records of this batch go back to Lambda and come again' },
  TOPIC_RECREATED: {
    class: 'unavailable',
    forPerson: true,
    sentence: 'offsets that were collected before come with new records, as after a topic was made anew',
  },
  FUNCTION_MISSING: { class: 'unavailable', sentence: 'there is no function of this name to be invoked' },
  // A faulty deployment must not empty a backlog into the dead letter topic.
  UNDECLARED: {
    class: 'unavailable',
    forPerson: true,
    sentence: 'the function touched something that its config does not declare',
  },
  SEND_FAULTY: {
    class: 'unavailable',
    forPerson: true,
    sentence: 'our own code fails at one send after the other',
  },
  HANDLERS_INVALID: {
    class: 'unavailable',
    forPerson: true,
    sentence: 'a consumer needs exactly one decider or delivery for each event',
  },
  WRAPPER_INVALID: {
    class: 'unavailable',
    forPerson: true,
    sentence: 'a wrapper answered what the engine can not go on with',
  },
  FOLD_INVALID: {
    class: 'unavailable',
    forPerson: true,
    sentence: 'a fold answered what the engine can not keep its promises with',
  },
  SETTINGS_INVALID: { class: 'unavailable', forPerson: true, sentence: 'the settings of the function are not right' },
} as const satisfies Record<string, Row>;

export type ErrorCode = keyof typeof errorTable;

/** Whether a person must act before it goes on. */
export function needsPerson(code: ErrorCode): boolean {
  return 'forPerson' in errorTable[code];
}

interface FaultOptions {
  cause?: unknown;
  retryAfterMs?: number | undefined;
}

/** In characters. Foreign text is bounded where a message is made of it; this keeps what a library says within bounds. */
const LONGEST_DETAIL = 4_000;

/** An error with a code of the table. `detail` says what was expected, what came, and where. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly code: ErrorCode;
  /** How long the service asks to wait before another try, where it says so. */
  readonly retryAfterMs: number | undefined;
  /** Set by a breaker that is open now: it is the dependency that fails, not this call. */
  isOutage = false;

  constructor(code: ErrorCode, detail: string, options: FaultOptions = {}) {
    super(
      `${errorTable[code].sentence}: ${shown(detail, LONGEST_DETAIL)}`,
      'cause' in options ? { cause: options.cause } : undefined,
    );
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }

  get class(): ErrorClass {
    return errorTable[this.code].class;
  }
}

const programmerErrors = [TypeError, ReferenceError, RangeError, SyntaxError];

/**
 * Any thrown value as a Fault. Programmer errors are poison, since a bug does not heal by retry; what nobody
 * classified is transient. A TypeError with a system cause is how fetch reports a network failure, not a bug.
 */
export function toFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  const message = textOf(error);
  const isBug = programmerErrors.some((kind) => error instanceof kind) && !hasSystemCause(error);
  return new Fault(isBug ? 'PROGRAMMER_ERROR' : 'UNKNOWN', message, { cause: error });
}

/** Anything can be thrown, also what no text can be made of. */
function textOf(error: unknown): string {
  try {
    return error instanceof Error
      ? `${error.name}: ${error.message}`
      : `${thrownThing(error)} was thrown, not an Error`;
  } catch {
    return 'something that can not be told';
  }
}

function thrownThing(thrown: unknown): string {
  if (typeof thrown === 'string') return `the text ${JSON.stringify(shown(thrown))}`;
  const kind = typeof thrown === 'object' && thrown !== null && 'kind' in thrown ? thrown.kind : undefined;
  if (typeof kind === 'string') return `an answer of the kind ${shown(kind)}, which is to be returned,`;
  return shownValue(thrown);
}

function hasSystemCause(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && 'code' in error.cause;
}
