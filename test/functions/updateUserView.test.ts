import { describe, expect, test } from 'vitest';
import { userKey } from '../../domain/users/user.ts';
import { userViews, viewRefs } from '../../domain/users/view.ts';
import { config } from '../../functions/consumers/updateUserView/config.ts';
import { updateUserView } from '../../functions/consumers/updateUserView/updateUserView.ts';
import { consumer } from '../../lib/consumer/constructors.ts';
import { alike } from '../../lib/decisions/decider.ts';
import { put } from '../../lib/store/store.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';

const state = { user_id: '42', username: 'zoe', email: 'zoe@example.com', status: 'active', locale: 'en' };
const times = { created_at: '2026-11-21T08:00:00.000Z', field_times: {} };
const first = { id: 'e-1', type: 'user.registered', timestamp: times.created_at, ...state, ...times, user_version: 1 };
const renamed = {
  ...first,
  id: 'e-2',
  type: 'user.updated',
  timestamp: '2026-11-21T08:00:05.000Z',
  user_version: 2,
  username: 'Zoë',
  field_times: { username: '2026-11-21T08:00:05.000Z' },
  changes: { username: 'Zoë' },
};

async function openView() {
  const platform = await openPlatform([config]);
  const handler = consumer(config, alike(config.events, updateUserView), { open: platform.open() });
  const { connections } = await platform.open()(config);
  let offset = 0;
  return {
    platform,
    store: connections.store,
    tell: async (...values: object[]) => {
      const records = values.map((value) => recordOf({ topic: 'user.events', offset: offset++, key: '42', value }));
      const { reports } = await platform.invoke(handler, records);
      return reports.map(({ outcome, errorCode }) => errorCode ?? outcome);
    },
    items: async () => await connections.store.read(Object.values(viewRefs('42'))),
  };
}

test('a profile as deep as HTTP takes it finds room in the view, told by us or by others', async () => {
  const { tell } = await openView();
  const deep = JSON.parse(`${'{"in":'.repeat(16)}1${'}'.repeat(16)}`);
  const foreign = { type: 'user.updated', event_id: 'f-1', user_id: '42', changes: { profile: deep } };
  expect(await tell({ ...renamed, profile: deep }, foreign)).toEqual(['handled', 'handled']);
});

describe('bad input', () => {
  test('an old version after a newer one changes nothing', async () => {
    const { tell, items } = await openView();
    await tell(renamed);
    const before = await items();
    expect(await tell(first)).toEqual(['handled']);
    expect(await items()).toEqual(before);
    expect(before[0]).toMatchObject({
      version: 2,
      own: { username: { value: 'Zoë', at: '2026-11-21T08:00:05.000Z' } },
    });
  });

  test('an event of a deleted user is acknowledged and counted, and nothing of them is written again', async () => {
    const { tell, items, platform } = await openView();
    const deletion = { event_id: 'd-1', event_type: 'user.deleted', timestamp: '2026-11-21T08:00:09Z', user_id: '42' };
    expect(await tell(first, deletion, renamed, deletion)).toEqual(['handled', 'handled', 'ignored', 'ignored']);
    expect(await items()).toEqual([
      { pk: 'user#42', sk: '-', deleted: true },
      { pk: 'user#42', sk: '-', userId: '42', listed: 'users-7', deleted: true },
    ]);
    const skipped = platform.lines.filter(({ message }) => message === 'record.skipped');
    expect(skipped.map(({ reason }) => reason)).toEqual(['an event of a deleted user', 'an event of a deleted user']);
  });

  test.each([
    ['a type nobody declared', { ...first, type: 'user.merged' }, 'ignored'],
    ['no user id', { ...first, user_id: undefined }, 'ignored'],
    ['an empty user id', { ...first, user_id: '' }, 'ignored'],
    ['a username that is none', { ...first, username: 7 }, 'SCHEMA_MISMATCH'],
    ['a status of another type', { ...first, user_version: undefined, status: 3 }, 'SCHEMA_MISMATCH'],
    ['a version that is none', { ...first, user_version: -1 }, 'SCHEMA_MISMATCH'],
    ['a user id beyond 2^53', `{"type":"user.registered","user_id":9007199254740993}`, 'UNSAFE_INTEGER'],
    ['a user id longer than any key', { ...first, user_id: 'x'.repeat(3_000) }, 'STORE_LIMIT'],
    ['nothing that it tells', { id: 'e', type: 'user.updated', user_id: '42', changes: ['username', 7] }, 'handled'],
  ])('of %s nothing is written', async (_, value, outcome) => {
    const { tell, items } = await openView();
    expect(await tell(value as object)).toEqual([outcome]);
    expect(await items()).toEqual([undefined, undefined]);
  });

  // Without an address it can't be the whole state that ours tell, so it counts as a foreign event, field by field.
  test.each(['zoe', '', 7, null, { String: 'zoe@example.com', Valid: true }])(
    'an e-mail that is none, %j, is as good as absent, and the rest is written',
    async (email) => {
      const { tell, items } = await openView();
      expect(await tell({ ...first, email })).toEqual(['handled']);
      const [view] = await items();
      expect(Object.keys(view?.['foreign'] as object).sort()).toEqual(['created_at', 'locale', 'status', 'username']);
    },
  );

  test('a view that somebody damaged does not stop the events', async () => {
    const { tell, items, store } = await openView();
    await store.transact([put(userViews, userKey('42'))], 'damage');
    expect(await tell(first)).toEqual(['handled']);
    expect((await items())[0]).toMatchObject({ version: 1 });
  });
});
