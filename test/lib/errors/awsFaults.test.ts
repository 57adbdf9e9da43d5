import { describe, expect, it } from 'vitest';
import { type AwsCodes, awsFault } from '../../../lib/errors/awsFaults.ts';
import { Fault } from '../../../lib/errors/fault.ts';

const codes: AwsCodes = {
  own: [[/^MessageRejected: /, 'ADDRESS_REFUSED']],
  unreached: 'DEPENDENCY_UNAVAILABLE',
  unanswered: 'TIMED_OUT',
  failed: 'DEPENDENCY_FAILED',
  other: 'UNKNOWN',
};

/** Shaped as the SDK shapes what it throws. */
function sdkError(name: string, more: object = {}, message = 'said so'): Error {
  return Object.assign(new Error(message), { name, $metadata: {} }, more);
}
const ofStatus = (httpStatusCode: number) => sdkError('SomeException', { $metadata: { httpStatusCode } });
const codeOf = (error: unknown) => awsFault(error, 'SendEmail', codes).code;

describe('a call of the AWS SDK', () => {
  it.each([
    'Throttling',
    'ThrottlingException',
    'ThrottledException',
    'RequestThrottled',
    'RequestThrottledException',
    'RequestLimitExceeded',
    'ProvisionedThroughputExceededException',
    'TooManyRequestsException',
    'LimitExceededException',
    'BandwidthLimitExceeded',
    'PriorRequestNotComplete',
    'SlowDown',
  ])('that meets %s is THROTTLED', (name) => {
    expect(codeOf(sdkError(name))).toBe('THROTTLED');
  });

  it('is THROTTLED by its marks, whatever its name', () => {
    expect(codeOf(ofStatus(429))).toBe('THROTTLED');
    expect(codeOf(sdkError('SomeException', { $retryable: { throttling: true } }))).toBe('THROTTLED');
    expect(codeOf(sdkError('SomeException', { $retryable: {} }))).toBe('UNKNOWN');
  });

  it.each([
    'AccessDenied',
    'AccessDeniedException',
    'AuthFailure',
    'CredentialsProviderError',
    'ExpiredToken',
    'ExpiredTokenException',
    'IncompleteSignature',
    'InvalidAccessKeyId',
    'InvalidClientTokenId',
    'InvalidSignatureException',
    'MissingAuthenticationTokenException',
    'NotAuthorized',
    'OptInRequired',
    'RequestExpired',
    'RequestTimeTooSkewed',
    'SignatureDoesNotMatch',
    'UnrecognizedClientException',
  ])('that meets %s is NOT_AUTHORISED', (name) => {
    expect(codeOf(sdkError(name))).toBe('NOT_AUTHORISED');
  });

  it.each([
    ['ECONNREFUSED', sdkError('TimeoutError', { code: 'ECONNREFUSED', syscall: 'connect' })],
    ['ENOTFOUND', sdkError('Error', { code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    [
      'a time-out of the system before there is a connection',
      sdkError('TimeoutError', { code: 'ETIMEDOUT', syscall: 'connect' }),
    ],
    [
      'a time-out of the SDK before there is a connection',
      sdkError(
        'TimeoutError',
        {},
        'the request socket did not establish a connection with the server within the configured timeout of 2000 ms.',
      ),
    ],
    ['a certificate of somebody else', sdkError('Error', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
    ['an expired certificate', sdkError('Error', { code: 'CERT_HAS_EXPIRED' })],
  ])('that never got there, for %s, was certainly not done', (_, error) => {
    expect(codeOf(error)).toBe('DEPENDENCY_UNAVAILABLE');
  });

  it('that none of a host’s addresses took was certainly not done; that one of them broke off, may have been', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' });
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET', syscall: 'read' });
    const all = Object.assign(new AggregateError([refused, refused]), { code: 'ECONNREFUSED' });
    const one = Object.assign(new AggregateError([refused, reset]), { code: 'ECONNRESET' });
    expect([codeOf(all), codeOf(one)]).toEqual(['DEPENDENCY_UNAVAILABLE', 'TIMED_OUT']);
  });

  it.each([
    ['the SDK’s limit', sdkError('TimeoutError', { code: 'ETIMEDOUT' })],
    ['an abort', sdkError('AbortError', {}, 'Request aborted')],
    ['a reset', sdkError('TimeoutError', { code: 'ECONNRESET', syscall: 'read' })],
    ['a body that breaks off', Object.assign(new Error('aborted'), { code: 'ECONNRESET' })],
    ['a host that goes missing later', sdkError('TimeoutError', { code: 'ETIMEDOUT', syscall: 'read' })],
  ])('that ended by %s may have been done', (_, error) => {
    expect(codeOf(error)).toBe('TIMED_OUT');
  });

  it.each([500, 502, 503, 504])('that was answered %i failed over there', (status) => {
    expect(codeOf(ofStatus(status))).toBe('DEPENDENCY_FAILED');
  });

  it.each([401, 403])('that was answered %i is NOT_AUTHORISED', (status) => {
    expect(codeOf(ofStatus(status))).toBe('NOT_AUTHORISED');
  });

  it('has the service’s own names before all others', () => {
    expect(codeOf(sdkError('MessageRejected', { $metadata: { httpStatusCode: 403 } }))).toBe('ADDRESS_REFUSED');
  });

  it('that nobody classified is what the adapter takes it for', () => {
    expect([codeOf(ofStatus(418)), codeOf('odd')]).toEqual(['UNKNOWN', 'UNKNOWN']);
  });

  it('keeps place, name, message, cause and the wait that was asked for', () => {
    const $response = { headers: { 'retry-after': '3' } };
    const error = sdkError('ThrottlingException', { $response });
    expect(awsFault(error, 'SendEmail', codes)).toMatchObject({
      message: 'a dependency asks to come back later: SendEmail: ThrottlingException: said so',
      cause: error,
      retryAfterMs: 3_000,
    });
  });
});

describe('what is no failure of the call', () => {
  it('stays a bug', () => {
    expect(codeOf(new TypeError('x is not a function'))).toBe('PROGRAMMER_ERROR');
  });

  it('but an answer that is no JSON is no bug', () => {
    const proxys = Object.assign(new SyntaxError('Unexpected token <'), { $metadata: { httpStatusCode: 502 } });
    expect(codeOf(proxys)).toBe('DEPENDENCY_FAILED');
  });

  it('stays a fault of ours', () => {
    const fault = new Fault('TOO_LATE', 'for tea');
    expect(awsFault(fault, 'SendEmail', codes)).toBe(fault);
  });
});
