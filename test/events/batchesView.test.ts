import { expect, it } from 'vitest';
import { config } from '../../functions/consumers/updateUserView/config.ts';
import { updateUserView } from '../../functions/consumers/updateUserView/updateUserView.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { alike } from '../../lib/decisions/decider.ts';
import { headerText, placeOf } from '../../lib/kafka/record.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { batchRecords } from './sampleRecords.ts';

const records = batchRecords('updateUserView');

it('the batch for updateUserView holds what user.events can hold; each record has its outcome', async () => {
  const platform = await openPlatform([config]);
  const handler = consumer(config, alike(config.events, updateUserView), { open: platform.open() });
  const { reports, thrown } = await platform.invoke(handler, records);
  expect(thrown).toBe(null);
  expect(reports.map((report) => [placeOf(report), report.type, report.outcome, report.errorCode])).toEqual([
    ['user.events-0@30', 'user.updated', 'handled', undefined],
    ['user.events-0@31', 'user.registered', 'handled', undefined],
    ['user.events-0@32', 'user.logged_in', 'handled', undefined],
    ['user.events-0@33', 'user.updated', 'handled', undefined],
    ['user.events-0@34', 'user.status_changed', 'dead-letter', 'SCHEMA_MISMATCH'],
    ['user.events-1@50', 'user.logged_in', 'handled', undefined],
    ['user.events-1@51', 'user.updated', 'ignored', undefined],
    ['user.events-1@52', 'user.deleted', 'handled', undefined],
    ['user.events-1@53', 'user.registered', 'ignored', undefined],
    ['user.events-1@54', 'user.updated', 'handled', undefined],
    ['user.events-2@7', 'user.merged', 'ignored', undefined],
    ['user.events-2@8', null, 'dead-letter', 'UNSAFE_INTEGER'],
    ['user.events-2@9', null, 'dead-letter', 'NO_VALUE'],
    ['user.events-2@10', null, 'dead-letter', 'NOT_JSON'],
  ]);
});

it('the batch for updateUserView has header bytes above 127, and a record without a key', () => {
  expect(records.flatMap(({ headers }) => headerText(headers, 'display-name') ?? [])).toEqual(['Zoë', '林梅']);
  expect(records.filter(({ key }) => key === null).map(placeOf)).toEqual(['user.events-1@51']);
});
