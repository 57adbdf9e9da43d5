// The table of the protocol's errors against the lists of both clients: none of theirs is missing, and each has its number.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { faultOfKafkaError, kafkaErrors } from '../../../lib/kafka/kafkaErrors.ts';

const require = createRequire(import.meta.url);

/** Neither client exports its list. */
function kafkajsErrors(): [name: string, code: number][] {
  const listed = require('kafkajs/src/protocol/error') as { errorCodes: { type: string; code: number }[] };
  return listed.errorCodes.map(({ type, code }) => [type, code]);
}

function platformaticErrors(): [name: string, code: number][] {
  const file = join(dirname(require.resolve('@platformatic/kafka')), 'protocol/errors.js');
  const listed = readFileSync(file, 'utf8').matchAll(/^\s+'?(-?\d+)'?: '([A-Z_]+)',?$/gm);
  return [...listed].flatMap(([, code, name = '']) =>
    name === 'NONE' ? [] : [[name, Number(code)] as [string, number]],
  );
}

const numberOf = new Map(Object.entries(kafkaErrors).map(([name, [code]]) => [name, code]));
const byNumber = new Map<number, string>(Object.values(kafkaErrors).map(([code, fault]) => [code, fault]));

it.each([
  ['kafkajs', kafkajsErrors(), 89],
  ['@platformatic/kafka', platformaticErrors(), 128],
] as const)('has every error of %s, with its number', (_, listed, atLeast) => {
  expect(listed.length).toBeGreaterThanOrEqual(atLeast);
  expect(listed.filter(([name]) => faultOfKafkaError(name) === undefined)).toEqual([]);
  expect(listed.filter(([name, code]) => faultOfKafkaError(name) !== byNumber.get(code))).toEqual([]);
});

it('has each name of the protocol under its own number', () => {
  expect(platformaticErrors().filter(([name, code]) => numberOf.get(name) !== code)).toEqual([]);
  expect(new Set(numberOf.values()).size).toBe(numberOf.size);
});

it.each([
  'NOT_ENOUGH_REPLICAS',
  'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'NOT_LEADER_FOR_PARTITION',
  'KAFKA_STORAGE_ERROR',
  'POLICY_VIOLATION',
  'CORRUPT_MESSAGE',
  'UNSUPPORTED_COMPRESSION_TYPE',
  'REPLICA_NOT_AVAILABLE',
  'REQUEST_TIMED_OUT',
  'FENCED_LEADER_EPOCH',
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_SERVER_ERROR',
])('%s is trouble of one topic or partition', (name) => {
  expect(faultOfKafkaError(name)).toBe('TOPIC_UNAVAILABLE');
});

it.each([
  ['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC'],
  ['MESSAGE_TOO_LARGE', 'RECORD_TOO_LARGE'],
  ['INVALID_RECORD', 'RECORD_REFUSED'],
  ['INVALID_TIMESTAMP', 'CLOCK_REFUSED'],
  ['GROUP_AUTHORIZATION_FAILED', 'NOT_AUTHORISED'],
  ['THROTTLING_QUOTA_EXCEEDED', 'THROTTLED'],
  ['NOT_CONTROLLER', 'BROKER_UNAVAILABLE'],
])('%s is %s', (name, fault) => expect(faultOfKafkaError(name)).toBe(fault));

it.each(['', 'NONE', 'KafkaJSConnectionError', 'toString', '__proto__'])('%j is no error of the protocol', (name) => {
  expect(faultOfKafkaError(name)).toBeUndefined();
});
