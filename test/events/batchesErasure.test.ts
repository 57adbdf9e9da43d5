import { expect, it } from 'vitest';
import { userDeleted } from '../../events/user.ts';
import { config } from '../../functions/consumers/cleanUpDeletedUser/config.ts';
import { headerText, placeOf } from '../../lib/kafka/record.ts';
import { createReader } from '../../lib/reading/message.ts';
import { batchRecords } from './sampleRecords.ts';

const records = batchRecords('cleanUpDeletedUser');

// Place, and what becomes of it; of a deletion whose it is.
it('the batch for cleanUpDeletedUser holds the deletions that user.events can hold', () => {
  const read = createReader(config);
  const told = records.map((record) => {
    const reading = read(record);
    if (reading.kind === 'unreadable') return [placeOf(record), reading.kind, reading.fault.code];
    if (reading.kind === 'ignored') return [placeOf(record), reading.kind, reading.event.type];
    return [placeOf(record), reading.event.id, (reading.event.data as { user_id?: string }).user_id];
  });
  expect(told).toEqual([
    ['user.events-0@60', '3d0e6a52-7f51-4b0e-9a3d-2f8d6a0c1e77', '373476556801234'],
    ['user.events-0@61', '3d0e6a52-7f51-4b0e-9a3d-2f8d6a0c1e77', '373476556801234'],
    ['user.events-0@62', 'evt-1795248002000000001', '373476556801234'],
    ['user.events-1@7', 'user.events-1-7', '373476556805330'],
    ['user.events-1@8', 'user.events-1-8', 'cards:9f'],
    ['user.events-1@9', 'user.events-1-9', undefined],
    ['user.events-1@11', 'user.events-1-11', undefined],
    ['user.events-1@12', 'unreadable', 'SCHEMA_MISMATCH'],
    ['user.events-1@13', 'ignored', 'user.archived'],
    ['user.events-2@30', 'unreadable', 'UNSAFE_INTEGER'],
    ['user.events-2@31', 'unreadable', 'NOT_JSON'],
    ['user.events-2@32', 'unreadable', 'NO_VALUE'],
    ['user.events-2@33', 'unreadable', 'UNKNOWN_VERSION'],
  ]);
});

it('it has header bytes above 127', () => {
  expect(records.flatMap(({ headers }) => headerText(headers, 'display-name') ?? [])).toEqual(['Zoë', '林梅']);
});

it('a deletion is obeyed whatever else it says; what can not be read of it is absent', () => {
  const told = userDeleted.read({ user_id: 7, username: 7, email: '[deleted]', locale: null, user_version: 0 });
  expect(told).toEqual({ user_id: '7' });
});
