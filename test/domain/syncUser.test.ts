import { describe, expect, test } from 'vitest';
import { syncSettings, tellSystems } from '../../domain/users/sync.ts';
import type { UserKey } from '../../domain/users/userKey.ts';
import { keyOf } from '../../domain/users/userKey.ts';
import { context } from '../fixtures/orderEvents.ts';

const systems =
  'https://crm.example.com/hooks, https://erp.example.com:8443/users?from=us ,https://crm.example.com/hooks,';
const data = { user_id: '7', username: 'zoë', user_version: 2, changes: { username: 'zoë' } };
const event = {
  id: 'e1',
  idIsPlace: false,
  type: 'user.updated',
  format: 'embedded',
  version: 1,
  timestamp: '2026-11-21T08:00:00.000Z',
  source: 'usercenter',
  traceId: null,
  data,
} as const;
const key: UserKey = { pk: 'user#7', sk: '-', salt: 's' };
const destroyed: UserKey = { pk: 'user#7', sk: '-', destroyedAt: '2026-11-21T07:00:00.000Z' };

const usual = { change: {}, userKey: key as UserKey | undefined, systems };

function tell(given: Partial<typeof usual> = {}) {
  const { change, userKey, systems: SYNC_SYSTEMS } = { ...usual, ...given };
  const settings = syncSettings.parse({ SYNC_SYSTEMS });
  return tellSystems({ ...event, data: { ...data, ...change } }, { key: userKey }, { ...context, settings });
}

describe('an update of a user', () => {
  test('is told to each system once, in the same words', () => {
    const told = tell();
    const body = '{"type":"user.updated","event_id":"e1","user_id":"7","user_version":2,"changes":{"username":"zoë"}}';
    expect(told).toMatchObject({
      kind: 'commit',
      events: [
        { data: { to: 'https://crm.example.com/hooks', body, cause_event_id: 'e1', category: 'service' } },
        { data: { to: 'https://erp.example.com:8443/users?from=us', body, cause_event_id: 'e1', category: 'service' } },
      ],
    });
    expect(keyOf(event)).toMatchObject({ key: { pk: 'user#7' } });
  });

  test.each([
    [
      'as TRX tells it',
      { user_version: undefined },
      '{"type":"user.updated","event_id":"e1","user_id":"7","changes":{"username":"zoë"}}',
    ],
    [
      'without changes',
      { changes: undefined },
      '{"type":"user.updated","event_id":"e1","user_id":"7","user_version":2}',
    ],
    [
      'with changes of another shape',
      { changes: ['username'] },
      '{"type":"user.updated","event_id":"e1","user_id":"7","user_version":2,"changes":["username"]}',
    ],
  ])('%s is told as far as it tells', (_, change, body) => {
    expect(tell({ change })).toMatchObject({ events: [{ data: { body } }, { data: { body } }] });
  });

  test.each<[string, Partial<typeof usual>, string]>([
    ['without a user id', { change: { user_id: undefined } }, 'an update without a user id'],
    ['of a deleted user', { userKey: destroyed }, 'an event of a deleted user'],
    ['where no system is to be told', { systems: ' , ' }, 'no system is to be told of updates'],
  ])('%s is told to nobody', (_, given, reason) => {
    expect(tell(given)).toEqual({ kind: 'skip', reason });
  });

  test.each([
    [key, { equals: { salt: 's' } }],
    [undefined, { absent: true }],
  ])('is told only while the user’s key is what it was: %j', (userKey, when) => {
    expect(tell({ userKey })).toMatchObject({ writes: [{ op: 'check', ref: { pk: 'user#7' }, when }] });
  });
});

test.each([
  ['http://crm.example.com'],
  ['crm.example.com'],
  ['https://user:secret@crm.example.com'],
  ['https://crm.example.com,ftp://erp.example.com'],
])('%s is no system to tell', (configured) => {
  const { error } = syncSettings.safeParse({ SYNC_SYSTEMS: configured });
  expect(error?.issues).toMatchObject([{ message: 'expected https:// addresses without user name or password' }]);
});
