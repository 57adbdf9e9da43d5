/** What kafkajs throws, as our faults. */
import { type ErrorCode, Fault, toFault } from '../errors/fault.ts';

/**
 * Kafka's error type, or else kafkajs's error name → code; whatever else it throws is BROKER_UNAVAILABLE. A broker
 * that throttles a producer says so by answering late, so there is nothing here for THROTTLED.
 */
const codes: Record<string, ErrorCode> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'UNKNOWN_TOPIC',
  INVALID_TOPIC_EXCEPTION: 'UNKNOWN_TOPIC',
  MESSAGE_TOO_LARGE: 'RECORD_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'RECORD_TOO_LARGE',
  INVALID_RECORD: 'RECORD_REFUSED',
  INVALID_TIMESTAMP: 'RECORD_REFUSED',
  TOPIC_AUTHORIZATION_FAILED: 'NOT_AUTHORISED',
  CLUSTER_AUTHORIZATION_FAILED: 'NOT_AUTHORISED',
  SASL_AUTHENTICATION_FAILED: 'NOT_AUTHORISED',
  UNSUPPORTED_SASL_MECHANISM: 'NOT_AUTHORISED',
  KafkaJSSASLAuthenticationError: 'NOT_AUTHORISED',
  // Of the AWS SDK: there is nothing to sign the token with.
  CredentialsProviderError: 'NOT_AUTHORISED',
  REQUEST_TIMED_OUT: 'TIMED_OUT',
  KafkaJSRequestTimeoutError: 'TIMED_OUT',
};

/** kafkajs's own wrappers; the error that counts is their cause. */
const wrappers = ['KafkaJSNumberOfRetriesExceeded', 'KafkaJSNonRetriableError'];

export function kafkaFault(error: unknown, topics: readonly string[]): Fault {
  const fault = toFault(error);
  if (error instanceof Fault || fault.code === 'PROGRAMMER_ERROR') return fault;
  const { name, type, message } = unwrapped(error) as { name: string; type?: string; message: string };
  const code = codes[type ?? name] ?? 'BROKER_UNAVAILABLE';
  return new Fault(code, `${topics.join(', ')}: ${message}`, { cause: error });
}

function unwrapped(error: unknown): unknown {
  const isWrapper = error instanceof Error && wrappers.includes(error.name) && error.cause instanceof Error;
  return isWrapper ? unwrapped(error.cause) : error;
}
