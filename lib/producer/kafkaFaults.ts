/** Turns errors of kafkajs into our faults. */
import { type ErrorCode, Fault, toFault } from '../errors/fault.ts';
import { faultOfKafkaError } from '../kafka/kafkaErrors.ts';

/**
 * Errors that kafkajs itself throws, by name; an answer of the broker is in the table of the protocol's errors, and
 * whatever else is thrown is BROKER_UNAVAILABLE.
 */
const codes: Record<string, ErrorCode> = {
  KafkaJSSASLAuthenticationError: 'NOT_AUTHORISED',
  // The AWS SDK found no credentials to sign the token with.
  CredentialsProviderError: 'NOT_AUTHORISED',
  KafkaJSRequestTimeoutError: 'TIMED_OUT',
  KafkaJSTopicMetadataNotLoaded: 'TOPIC_UNAVAILABLE',
  KafkaJSStaleTopicMetadataAssignment: 'TOPIC_UNAVAILABLE',
};

/** kafkajs's own wrappers; the error that counts is their cause. */
const wrappers = ['KafkaJSNumberOfRetriesExceeded', 'KafkaJSNonRetriableError'];

export function kafkaFault(error: unknown, topics: readonly string[]): Fault {
  const fault = toFault(error);
  if (error instanceof Fault || fault.code === 'PROGRAMMER_ERROR') return fault;
  const { name, type, message } = unwrapped(error) as { name: string; type?: string; message: string };
  const code = faultOfKafkaError(type ?? '') ?? codes[name] ?? 'BROKER_UNAVAILABLE';
  return new Fault(code, `${topics.join(', ')}: ${message}`, { cause: error });
}

function unwrapped(error: unknown): unknown {
  // kafkajs's admin client tells of several topics at once; each call of ours is about one.
  if (isAggregate(error)) return unwrapped(error.errors[0]);
  const isWrapper = error instanceof Error && wrappers.includes(error.name) && error.cause instanceof Error;
  return isWrapper ? unwrapped(error.cause) : error;
}

/** Its KafkaJSAggregateError is no AggregateError. */
function isAggregate(error: unknown): error is { errors: [unknown] } {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors) && error.errors.length > 0;
}
