import { describe, expect, it } from 'vitest';
import { welcomeEmail } from '../../events/trx.ts';
import { userRegistered } from '../../events/user.ts';
import { toLetter } from '../../lib/deadLetter/letter.ts';
import { encode } from '../../lib/envelope/encode.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { Fault } from '../../lib/errors/fault.ts';
import type { KafkaRecord, NewRecord } from '../../lib/kafka/record.ts';
import { sampleRecord } from './sampleRecords.ts';

const zoe = { user_id: '373476556801234', username: 'zoe', email: 'zoe@example.com', locale: 'en' };
const state = {
  ...zoe,
  user_version: 1,
  status: 'active',
  created_at: '2026-11-21T08:00:00.000Z',
  field_times: {},
};
const fact = { id: '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11', at: '2026-11-21T08:00:00.000Z' };
const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };

function written(event: NewEvent): NewRecord[] {
  return encode({ ...event, fact }, trace);
}

function bytesOf({ topic, key, value, headers }: KafkaRecord): NewRecord {
  return { topic, key, value, headers };
}

describe('samples of our own', () => {
  it.each([
    ['user.registered', 0],
    ['trx.register', 1],
    ['user_registered', 2],
  ])('%s is what encode() writes of a registration, byte for byte', (name, copy) => {
    const record = bytesOf(sampleRecord(name));
    expect(written(userRegistered(state))[copy]).toEqual(record);
  });

  it('trx.welcome_email is what encode() writes of a welcome, byte for byte', () => {
    const record = bytesOf(sampleRecord('trx.welcome_email'));
    expect(written(welcomeEmail(zoe))).toEqual([record]);
  });

  it('dead-letter is the letter of broken.schema, byte for byte', () => {
    const failed = { ...sampleRecord('broken.schema'), timestamp: 1795248000000 };
    const letter = toLetter(failed, 'dead-letter-queue', {
      letterId: 'sendWelcomeEmail#user.events-1-43',
      consumer: 'sendWelcomeEmail',
      fault: new Fault('SCHEMA_MISMATCH', 'user.registered: username: Invalid input: expected string, received number'),
      attempts: 1,
      firstFailedAt: '2026-11-21T08:00:05.000Z',
      failedAt: '2026-11-21T08:00:05.000Z',
    });
    expect(letter).toEqual(bytesOf(sampleRecord('dead-letter')));
  });
});
