/** Turns errors that every AWS SDK client can throw into our faults. Each adapter adds the errors of its own service. */
import { described, isUnconnected } from './connection.ts';
import { type ErrorCode, Fault, toFault } from './fault.ts';
import { retryAfterOf } from './retryAfter.ts';

/** Begins with the error's name, or the code of a cancellation reason, and a colon; its message follows. The first row that fits. */
export type AwsTable = readonly (readonly [answer: RegExp, code: ErrorCode])[];

/** An adapter's error codes for calls that failed. */
export interface AwsCodes {
  /** Errors of its own service; they are looked up before the shared ones. */
  own: AwsTable;
  /** No connection came about: certainly nothing was done. */
  unreached: ErrorCode;
  /** No answer came in time, or before the call was aborted, or the connection broke: it may have been done. */
  unanswered: ErrorCode;
  /** 5xx. */
  failed: ErrorCode;
  /** The code of errors that nobody classified. */
  other: ErrorCode;
}

/**
 * The same in all services: https://docs.aws.amazon.com/general/latest/gr/CommonErrors.html, S3's "List of error codes",
 * and the names that the SDK itself takes for throttling (`@smithy/core`, service-error-classification).
 */
const shared: AwsTable = [
  [/^\w{0,40}Throttl(ing|ed)\w{0,40}: /, 'THROTTLED'],
  [/^(ProvisionedThroughput|RequestLimit|LimitExceeded|BandwidthLimitExceeded|TooManyRequests)\w*: /, 'THROTTLED'],
  [/^(SlowDown|PriorRequestNotComplete): /, 'THROTTLED'],
  [/^(AccessDenied|AuthFailure|NotAuthorized|UnauthorizedOperation|OptInRequired)\w*: /, 'NOT_AUTHORISED'],
  [/^(CredentialsProviderError|TokenProviderError|TokenRefreshRequired): /, 'NOT_AUTHORISED'],
  [/^(ExpiredToken|RequestExpired|RequestTimeTooSkewed|RequestInTheFuture)\w*: /, 'NOT_AUTHORISED'],
  [/^(InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClient|MissingAuthenticationToken)\w*: /, 'NOT_AUTHORISED'],
  [/^(InvalidSignature|SignatureDoesNotMatch|IncompleteSignature)\w*: /, 'NOT_AUTHORISED'],
];

/** The SDK calls a reset connection a time-out too; a body that breaks off has only the system's code. */
const unanswered =
  /^(TimeoutError|RequestTimeout|RequestTimeoutException|AbortError): |\b(ECONNRESET|EPIPE|ETIMEDOUT)\b/;
/** The SDK's own limit on connecting has no code: https://github.com/smithy-lang/smithy-typescript, set-connection-timeout. */
const unconnected = /^TimeoutError: .*did not establish a connection/;

/** `place` is the call and what it was about. Faults of ours stay what they are, and so do bugs. */
export function awsFault(error: unknown, place: string, codes: AwsCodes): Fault {
  const fault = toFault(error);
  // A proxy's answer is no JSON and shows as a SyntaxError, which is not a bug of ours.
  if (error instanceof Fault || (fault.code === 'PROGRAMMER_ERROR' && !isOfTheCall(error))) return fault;
  const retryAfterMs = retryAfterOf(headerOf(error));
  return new Fault(codeOf(error, codes), `${place}: ${described(error)}`, { cause: error, retryAfterMs });
}

/** The code for an error that a service names; undefined where only the circumstances tell. */
export function codeByName(answer: string, own: AwsTable): ErrorCode | undefined {
  return [...own, ...shared].find(([pattern]) => pattern.test(answer))?.[1];
}

function codeOf(error: unknown, { own, unreached, unanswered: noAnswer, failed, other }: AwsCodes): ErrorCode {
  const answer = described(error);
  const byName = codeByName(answer, own);
  if (byName) return byName;
  if (unconnected.test(answer) || isUnconnected(error)) return unreached;
  const { status = 0, isThrottling } = marksOf(error);
  if (isThrottling || status === 429) return 'THROTTLED';
  if (status === 401 || status === 403) return 'NOT_AUTHORISED';
  if (unanswered.test(answer)) return noAnswer;
  return status >= 500 ? failed : other;
}

interface SdkError {
  $metadata?: { httpStatusCode?: number };
  $retryable?: { throttling?: boolean };
  $response?: { headers?: Record<string, string> };
}

function isOfTheCall(error: unknown): boolean {
  return error instanceof Error && '$metadata' in error;
}

/** How the SDK marks what it throws: https://github.com/aws/aws-sdk-js-v3/blob/main/supplemental-docs/ERROR_HANDLING.md */
function marksOf(error: unknown) {
  const { $metadata, $retryable } = (error ?? {}) as SdkError;
  return { status: $metadata?.httpStatusCode, isThrottling: $retryable?.throttling === true };
}

function headerOf(error: unknown) {
  const headers = (error as SdkError | null)?.$response?.headers ?? {};
  return (name: string) => headers[name];
}
