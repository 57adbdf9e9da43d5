import { expect, it } from 'vitest';
import { config as countRegistration } from '../../functions/consumers/countRegistration/config.ts';
import { config as detectUnusualLogin } from '../../functions/consumers/detectUnusualLogin/config.ts';
import { config as recordBehaviour } from '../../functions/consumers/recordBehaviour/config.ts';
import { config as recordLogin } from '../../functions/consumers/recordLogin/config.ts';
import type { ConsumerConfig } from '../../lib/declare/consumerConfig.ts';
import { headerText, placeOf } from '../../lib/kafka/record.ts';
import { createReader } from '../../lib/reading/message.ts';
import { batchRecords } from './sampleRecords.ts';

/** Place, and what becomes of it; of an event whose it is, as it was told. */
function readings(config: ConsumerConfig) {
  const read = createReader(config);
  return batchRecords(config.name).map((record) => {
    const reading = read(record);
    if (reading.kind === 'unreadable') return [placeOf(record), reading.kind, reading.fault.code];
    if (reading.kind === 'ignored') return [placeOf(record), reading.kind, reading.event.type];
    return [placeOf(record), reading.event.id, (reading.event.data as { user_id?: unknown }).user_id];
  });
}

const login = '9c4e7a12-3f5b-4d68-8e01-b7a2c6d5f930';
const zoe = '373476556801234';

it('the batch for recordLogin holds what user-behavior can hold of logins', () => {
  expect(readings(recordLogin)).toEqual([
    ['user-behavior-0@30', 'user-behavior-0-30', '42'],
    ['user-behavior-0@31', 'user-behavior-0-31', undefined],
    ['user-behavior-0@32', 'ignored', 'page_view'],
    ['user-behavior-1@12', login, zoe],
    ['user-behavior-1@13', login, zoe],
    ['user-behavior-1@14', 'unreadable', 'UNSAFE_INTEGER'],
    ['user-behavior-1@15', 'unreadable', 'BAD_TIMESTAMP'],
    ['user-behavior-2@5', 'unreadable', 'NOT_JSON'],
    ['user-behavior-2@6', 'unreadable', 'NO_VALUE'],
    ['user-behavior-2@7', 'unreadable', 'SCHEMA_MISMATCH'],
  ]);
});

it('the batch for detectUnusualLogin holds what user.events can hold of logins', () => {
  expect(readings(detectUnusualLogin)).toEqual([
    ['user.events-0@70', 'evt-1795248600000000001', '42'],
    ['user.events-0@71', 'user.events-0-71', '42'],
    ['user.events-0@72', 'user.events-0-72', undefined],
    ['user.events-1@50', login, zoe],
    ['user.events-1@51', '9c4e7a12-3f5b-4d68-8e01-b7a2c6d5f931', zoe],
    ['user.events-1@52', '9c4e7a12-3f5b-4d68-8e01-b7a2c6d5f931', zoe],
    ['user.events-1@53', 'ignored', 'user.updated'],
    ['user.events-2@9', 'unreadable', 'SCHEMA_MISMATCH'],
    ['user.events-2@10', 'unreadable', 'UNKNOWN_VERSION'],
    ['user.events-2@11', 'unreadable', 'NO_VALUE'],
  ]);
});

it('the batch for countRegistration holds what user_registered can hold', () => {
  expect(readings(countRegistration)).toEqual([
    ['user_registered-0@90', '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11', zoe],
    ['user_registered-0@91', '0b8f5c3e-5b0a-4c1e-9d53-6f2f4d0c7a11', zoe],
    ['user_registered-1@14', 'user_registered-1-14', undefined],
    ['user_registered-1@15', 'user_registered-1-15', '42'],
    ['user_registered-1@16', 'unreadable', 'BAD_TIMESTAMP'],
    ['user_registered-2@3', 'unreadable', 'UNSAFE_INTEGER'],
    ['user_registered-2@4', 'user_registered-2-4', '44'],
    ['user_registered-2@5', 'unreadable', 'NOT_AN_OBJECT'],
    ['user_registered-2@6', 'unreadable', 'NO_VALUE'],
  ]);
});

it('the batch for recordBehaviour holds what user-behavior can hold; whose it is, is not read before it is decided', () => {
  expect(readings(recordBehaviour)).toEqual([
    ['user-behavior-0@40', 'user-behavior-0-40', 42],
    ['user-behavior-0@41', 'bhv-2', '42'],
    ['user-behavior-0@42', 'user-behavior-0-42', 42],
    ['user-behavior-1@60', login, 373476556801234],
    ['user-behavior-1@61', 'bhv-20261121-7', zoe],
    ['user-behavior-1@62', 'user-behavior-1-62', undefined],
    ['user-behavior-1@63', 'unreadable', 'UNSAFE_INTEGER'],
    ['user-behavior-2@8', 'unreadable', 'NO_EVENT_TYPE'],
    ['user-behavior-2@9', 'user-behavior-2-9', true],
    ['user-behavior-2@10', 'unreadable', 'NOT_JSON'],
    ['user-behavior-2@11', 'unreadable', 'NO_VALUE'],
  ]);
});

it.each([
  ['recordLogin', ['林梅', 'Zoë']],
  ['detectUnusualLogin', ['林梅', 'Zoë']],
  ['countRegistration', ['Zoë', '林梅']],
  ['recordBehaviour', ['林梅', 'Zoë']],
])('the batch for %s has header bytes above 127', (batch, expected) => {
  expect(batchRecords(batch).flatMap(({ headers }) => headerText(headers, 'display-name') ?? [])).toEqual(expected);
});
