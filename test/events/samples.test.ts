import { describe, expect, it } from 'vitest';
import { deadLetter } from '../../events/deadLetters.ts';
import { userRegistered, welcomeEmail } from '../../events/user.ts';
import { consumerConfig } from '../../lib/consumer/config.ts';
import { createReader } from '../../lib/consumer/message.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { otherSampleNames, sampleNames, sampleRecord } from './sampleRecords.ts';

const read = createReader(
  consumerConfig({ name: 'reader', events: [userRegistered, welcomeEmail, deadLetter], uses: [] }),
);

const zoe = { user_id: '373476556801234', username: 'zoe', email: 'zoe@example.com' };
/** What our own producer says of the registration, on all four topics. */
const ours = {
  type: 'user.registered',
  id: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11',
  timestamp: '2026-11-21T08:00:00.000Z',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  data: { ...zoe, locale: 'en' },
};
/** What a sample without id, time and trace falls back to: the place and time of its record. */
const foreign = { type: 'user.registered', timestamp: '2026-11-21T08:00:01.000Z', traceId: null, data: zoe };

const readable: [string, object][] = [
  ['user.registered', { ...ours, source: 'usercenter' }],
  ['trx.register', { ...ours, source: 'trx', data: zoe }],
  ['trx.welcome_email', { ...ours, type: 'welcome_email', source: 'trx' }],
  ['user_registered', { ...ours, source: 'registration-sample', timestamp: '2026-11-21T08:00:01.000Z' }],
  [
    'user.registered.event-type',
    {
      ...foreign,
      id: 'evt-1795248000123456789',
      timestamp: '2026-11-21T08:00:00.123456789Z',
      source: 'usercenter',
      data: { ...zoe, email: 'Zoe@example.com' },
    },
  ],
  [
    'user.registered.envelope',
    {
      ...foreign,
      id: '7f1d2c9a-88f4-4d0b-a7a5-1f6f0f4f4b02',
      source: 'user-service',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      data: { ...zoe, email: 'ZOE@EXAMPLE.COM', referrer: 'card-7' },
    },
  ],
  [
    'user.registered.cards-envelope',
    {
      ...foreign,
      id: 'user.events-1-43',
      timestamp: '2026-11-21T08:00:02.500Z',
      source: 'nfc-card-service',
      traceId: 'req-20261121-0042',
      data: { ...zoe, email: 'zoe@EXAMPLE.com' },
    },
  ],
  [
    'user.registered.trx-envelope',
    { ...foreign, id: 'trx-evt-42', timestamp: '2026-11-21T08:00:03.000Z', source: 'usercenter' },
  ],
  [
    'user.registered.flat',
    {
      ...foreign,
      id: 'b2e0a5a4-3c55-4a55-9d6c-0c4f3f7b9e10',
      timestamp: '2026-11-21T08:00:04.000Z',
      source: 'usercenter',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      data: { ...zoe, email: 'zoe@Example.com', metadata: { channel: 'app' } },
    },
  ],
  [
    'trx.register.legacy',
    { ...foreign, id: 'user-events-1-43', source: 'trx', data: { ...zoe, email: 'Zoe@Example.com' } },
  ],
  [
    'trx.welcome_email.legacy',
    {
      ...foreign,
      type: 'welcome_email',
      id: 'notification-events-1-43',
      source: 'trx',
      data: { user_id: '373476556801234', email: 'ZOE@example.com' },
    },
  ],
  [
    'user_registered.nest',
    {
      ...foreign,
      id: 'user_registered-1-43',
      source: 'registration-sample',
      data: { username: 'zoe', email: 'Zoe@Example.COM', plan: 'free' },
    },
  ],
];

const broken: [string, string, string][] = [
  ['broken.not-json', 'NOT_JSON', 'the value is not JSON: 9 bytes that are not UTF-8'],
  [
    'broken.schema',
    'SCHEMA_MISMATCH',
    'the data does not fit the schema: user.registered: email: Invalid email address',
  ],
  ['broken.version', 'UNKNOWN_VERSION', 'this major version is not known here: user.registered has 9, known is 1'],
  [
    'broken.tombstone',
    'NO_VALUE',
    'the record has no value (a tombstone), and this consumer expects an event: user.events-1@43',
  ],
];

const letters = ['dead-letter', 'dead-letter.kafka-connect'];

function eventOf(name: string): Envelope {
  const reading = read(sampleRecord(name));
  if (reading.kind === 'message') return reading.event;
  throw new Error(`${name} is ${reading.kind}`);
}

describe('samples', () => {
  it.each(readable)('%s is read whole', (name, expected) => {
    const { format: _, idIsPlace, ...event } = eventOf(name);
    expect(event).toEqual({ version: 1, ...expected });
    expect(idIsPlace).toBe(event.id.endsWith('-1-43'));
  });

  it.each(broken)('%s is refused as %s', (name, code, message) => {
    const reading = read(sampleRecord(name));
    expect(reading.kind === 'unreadable' && [reading.fault.code, reading.fault.message]).toEqual([code, message]);
  });

  it.each(letters)('%s is passed on as bytes', (name) => {
    expect(eventOf(name)).toMatchObject({ type: 'dead-letter', data: { record: sampleRecord(name) } });
  });

  it('are all in one of these lists, but for the payment platform’s', () => {
    const listed = [...readable.map(([name]) => name), ...broken.map(([name]) => name), ...letters];
    expect(otherSampleNames.toSorted()).toEqual(listed.toSorted());
  });

  it('hold no password', () => {
    const told = sampleNames.filter((name) => /password/i.test(Buffer.from(sampleRecord(name).value ?? '').toString()));
    expect(told).toEqual([]);
  });
});
