import { describe, expect, test } from 'vitest';
import { config as countingConfig } from '../../../functions/consumers/countRegistration/config.ts';
import { config } from '../../../functions/consumers/sendWelcomeEmail/config.ts';
import { createReader } from '../../../lib/reading/message.ts';
import { recordOf } from '../../fixtures/records.ts';

const read = createReader(config);
const demo = (value: unknown, headers: [string, string][] = []) =>
  read(recordOf({ topic: 'user_registered', key: null, value, headers }));

function toldBy(value: unknown, headers: [string, string][] = []) {
  const reading = demo(value, headers);
  if (reading.kind === 'unreadable') return reading.fault.code;
  if (reading.kind !== 'message') return reading.kind;
  const { id, type, timestamp, data } = reading.event;
  const { username, email } = data as { username?: string; email?: string };
  return { id, type, timestamp, username, email };
}

const PLACE = 'user_registered-0-0';
const RECORD_TIME = '2026-11-21T07:59:00.000Z';
const anna = { username: 'anna', email: 'anna@example.com' };
const read_ = { id: PLACE, type: 'user.registered', timestamp: RECORD_TIME, ...anna };

/** The schema that JsonConverter writes for a struct of these two. */
const schema = {
  type: 'struct',
  fields: [
    { type: 'string', optional: false, field: 'username' },
    { type: 'string', optional: true, field: 'email' },
  ],
  optional: false,
  name: 'demo.UserRegistered',
};

/** The source that Debezium 2's PostgreSQL connector writes for the insertion of a row. */
const source = {
  version: '2.7.0.Final',
  connector: 'postgresql',
  name: 'demo',
  ts_ms: 1_795_247_000_123,
  snapshot: 'false',
  db: 'demo',
  sequence: '["24023128","24023128"]',
  ts_us: 1_795_247_000_123_456,
  ts_ns: 1_795_247_000_123_456_000,
  schema: 'public',
  table: 'users',
  txId: 555,
  lsn: 24_023_128,
  xmin: null,
};
const row = { id: 7, ...anna, created_at: 1_795_247_000_123_456 };
const change = (more: object = {}) => ({
  before: null,
  after: row,
  source,
  op: 'c',
  ts_ms: 1_795_247_001_000,
  ts_us: 1_795_247_001_000_000,
  ts_ns: 1_795_247_001_000_000_000,
  transaction: null,
  ...more,
});
const CHANGED = '2026-11-21T07:43:20.123Z';

describe('on a topic that names its event, a value without any of its fields', () => {
  test.each<[string, unknown, unknown]>([
    ['of Kafka Connect', { schema, payload: anna }, read_],
    ['of Kafka Connect without a schema', { schema: null, payload: anna }, read_],
    [
      'of Kafka Connect around an envelope',
      { schema, payload: { type: 'user.registered', id: 'e1', data: anna } },
      { ...read_, id: 'e1' },
    ],
    ['of NestJS', { pattern: 'user_registered', data: anna }, read_],
    ['of NestJS by the type', { pattern: 'user.registered', data: anna }, read_],
    ['of NestJS in camel case', { pattern: 'userRegistered', data: anna }, read_],
    [
      'of NestJS as a command with the id of its request',
      { pattern: { cmd: 'user_registered' }, data: anna, id: 'r-1' },
      read_,
    ],
    ['of Debezium', change(), { ...read_, timestamp: CHANGED }],
    ['of Debezium under Kafka Connect', { schema, payload: change() }, { ...read_, timestamp: CHANGED }],
  ])('is read where it is a wrapper: %s', (_, value, expected) => {
    expect(toldBy(value)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['in camel case', { userId: '7', userName: 'anna', emailAddress: 'anna@example.com' }],
    ['that is empty', {}],
    ['of fields that nobody knows', { a: 1, b: 2 }],
    ['of Kafka Connect in camel case', { schema, payload: { userName: 'anna' } }],
    ['of Kafka Connect around nothing', { schema: null, payload: null }],
    ['of Kafka Connect with text inside', { schema: { type: 'string', optional: false }, payload: 'anna' }],
    ['with a payload and more beside it', { schema, payload: anna, meta: {} }],
    ['with a payload and no schema', { payload: anna }],
    ['of NestJS for another handler', { pattern: 'user_deleted', data: anna }],
    ['of NestJS with a pattern of its own', { pattern: { role: 'users', cmd: 'create' }, data: anna }],
    ['of NestJS without data', { pattern: 'user_registered', data: null }],
    ['of Debezium, of a snapshot', change({ op: 'r' })],
    ['of Debezium, flattened, changed', { ...anna, __op: 'u' }],
    ['of Debezium, flattened, of a snapshot', { ...anna, __op: 'r' }],
    ['of Debezium, flattened, deleted', { ...anna, __deleted: 'true' }],
    ['of Debezium, flattened, deleted, as a boolean', { ...anna, __op: 'c', __deleted: true }],
    ['of Debezium, of an update', change({ op: 'u', before: row })],
    ['of Debezium, of a deletion', change({ op: 'd', before: row, after: null })],
    ['of Debezium, of a truncation', { source, op: 't', ts_ms: 1_795_247_001_000 }],
    ['of Debezium with columns in camel case', change({ after: { userName: 'anna' } })],
    ['wrapped three times', { schema, payload: { schema, payload: { schema, payload: anna } } }],
  ])('is a dead letter else: %s', (_, value) => {
    expect(toldBy(value)).toBe('UNKNOWN_SHAPE');
  });
});

describe('where any field of the event is there, nothing is unwrapped', () => {
  test.each<[string, object]>([
    ['beside a payload', { ...anna, schema, payload: { email: 'other@example.com' } }],
    ['beside data and a pattern', { ...anna, pattern: 'user_registered', data: { email: 'other@example.com' } }],
    ['beside before and after', { ...anna, op: 'c', before: null, after: { email: 'other@example.com' }, source: {} }],
    ['of a row that Debezium flattened and marked as there', { ...anna, __deleted: 'false' }],
    ['of a row that Debezium flattened', { ...anna, __op: 'c', __source_ts_ms: 1_795_247_000_123 }],
  ])('%s', (_, value) => {
    expect(toldBy(value)).toEqual(read_);
  });

  test('also where it says nothing', () => {
    expect(toldBy({ email: null, schema, payload: anna })).toMatchObject({ email: undefined, username: undefined });
  });

  test('the id of the header is the event’s, wrapped or not', () => {
    expect(toldBy({ schema, payload: anna }, [['x-event-id', 'e-7']])).toMatchObject({ id: 'e-7' });
  });
});

test('the other consumers of that topic read the same', () => {
  const reading = createReader(countingConfig)(
    recordOf({ topic: 'user_registered', key: null, value: { pattern: 'x', data: {} } }),
  );
  expect(reading).toMatchObject({ kind: 'unreadable', fault: { code: 'UNKNOWN_SHAPE' } });
});

test('topics whose values name their type are as they were', () => {
  const value = { schema, payload: { type: 'user.registered', data: anna } };
  const reading = read(recordOf({ topic: 'user.events', value }));
  expect(reading).toMatchObject({ kind: 'unreadable', fault: { code: 'NO_EVENT_TYPE' } });
});
