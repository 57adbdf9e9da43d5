import { expect, it } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { kafkaFault } from '../../../lib/producer/kafkaFaults.ts';

/** Shaped as kafkajs 2.2.4 shapes its errors (`src/errors.js`), which it does not export. */
function kafkajsError(name: string, more: object = {}): Error {
  return Object.assign(new Error('said so'), { name, ...more });
}

const protocol = (type: string) => kafkajsError('KafkaJSProtocolError', { type });

it.each([
  [protocol('UNKNOWN_TOPIC_OR_PARTITION'), 'UNKNOWN_TOPIC'],
  [protocol('INVALID_TOPIC_EXCEPTION'), 'UNKNOWN_TOPIC'],
  [protocol('MESSAGE_TOO_LARGE'), 'RECORD_TOO_LARGE'],
  [protocol('RECORD_LIST_TOO_LARGE'), 'RECORD_TOO_LARGE'],
  [protocol('INVALID_RECORD'), 'RECORD_REFUSED'],
  [protocol('TOPIC_AUTHORIZATION_FAILED'), 'NOT_AUTHORISED'],
  [protocol('CLUSTER_AUTHORIZATION_FAILED'), 'NOT_AUTHORISED'],
  [kafkajsError('KafkaJSSASLAuthenticationError'), 'NOT_AUTHORISED'],
  [
    kafkajsError('KafkaJSNumberOfRetriesExceeded', { cause: kafkajsError('CredentialsProviderError') }),
    'NOT_AUTHORISED',
  ],
  [protocol('REQUEST_TIMED_OUT'), 'TOPIC_UNAVAILABLE'],
  [kafkajsError('KafkaJSRequestTimeoutError'), 'TIMED_OUT'],
  [protocol('NOT_ENOUGH_REPLICAS'), 'TOPIC_UNAVAILABLE'],
  [kafkajsError('KafkaJSNumberOfRetriesExceeded', { cause: protocol('KAFKA_STORAGE_ERROR') }), 'TOPIC_UNAVAILABLE'],
  [protocol('INVALID_TIMESTAMP'), 'CLOCK_REFUSED'],
  [protocol('UNKNOWN'), 'TOPIC_UNAVAILABLE'],
  [protocol('NETWORK_EXCEPTION'), 'BROKER_UNAVAILABLE'],
  [kafkajsError('KafkaJSConnectionError', { code: 'ECONNREFUSED' }), 'BROKER_UNAVAILABLE'],
  [kafkajsError('KafkaJSNumberOfRetriesExceeded', { cause: protocol('UNKNOWN_TOPIC_OR_PARTITION') }), 'UNKNOWN_TOPIC'],
  [
    kafkajsError('KafkaJSNonRetriableError', {
      cause: kafkajsError('KafkaJSNumberOfRetriesExceeded', { cause: protocol('TOPIC_AUTHORIZATION_FAILED') }),
    }),
    'NOT_AUTHORISED',
  ],
  [kafkajsError('KafkaJSNonRetriableError'), 'BROKER_UNAVAILABLE'],
  [new Error('Broker not connected'), 'BROKER_UNAVAILABLE'],
  [new TypeError('x is not a function'), 'PROGRAMMER_ERROR'],
  [new Fault('RECORD_TOO_LARGE', 'before it was sent'), 'RECORD_TOO_LARGE'],
])('calls %o %s', (error, code) => {
  expect(kafkaFault(error, ['orders']).code).toBe(code);
});

it('names the topics and keeps the cause', () => {
  const error = kafkajsError('KafkaJSNumberOfRetriesExceeded', { cause: protocol('UNKNOWN_TOPIC_OR_PARTITION') });
  const fault = kafkaFault(error, ['orders', 'payments']);
  expect(fault.message).toBe('the topic does not exist on the broker: orders, payments: said so');
  expect(fault.cause).toBe(error);
});
