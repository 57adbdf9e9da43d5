// Producers claim times far ahead, and versions.
import { describe, expect, test } from 'vitest';
import { userRef, users } from '../../domain/users/user.ts';
import { viewRefs } from '../../domain/users/view.ts';
import { rebuildView } from '../../domain/users/viewRebuild.ts';
import { put } from '../../lib/store/store.ts';
import { trxLoggedIn } from '../fixtures/logins.ts';
import { recordOf } from '../fixtures/records.ts';
import { at, named, nameIn, openUsers } from '../fixtures/toldUsers.ts';

describe('a time far ahead', () => {
  test.each([
    ['of the event counts as its record’s', '2099-01-01T00:00:00Z', {}],
    ['of a minute after the tolerance counts as its record’s', '2026-11-21T08:05:01Z', {}],
    ['of event and record counts as now', '2099-01-01T00:00:00Z', { timestamp: Date.parse('2099-01-01T00:00:00Z') }],
    ['in seconds of the epoch counts as its record’s', 4_070_908_800, {}],
  ])('%s, and the next change is seen', async (_, timestamp, more) => {
    const given = await openUsers();
    expect(await given.told(named(0, 'early', timestamp, more))).toEqual(['handled']);
    given.platform.clock.nowMs = at('09:00:00.000');
    const next = named(1, 'next', '2026-11-21T08:30:00Z', { timestamp: at('08:30:00.000') });
    expect(await given.told(next)).toEqual(['handled']);
    const [view, kept] = await given.viewed();
    expect([nameIn(view), nameIn(kept)]).toEqual(['next', 'next']);
  });

  test('within what clocks differ by is taken as it is', async () => {
    const given = await openUsers();
    await given.told(named(0, 'bo', '2026-11-21T08:03:00Z'));
    const [view] = await given.viewed();
    expect(view).toMatchObject({ foreign: { username: { at: '2026-11-21T08:03:00.000Z' } } });
  });

  test('of a log-in moves the last one to its record’s time, and a later one moves it on', async () => {
    const given = await openUsers();
    await given.logged(trxLoggedIn({ id: 'l1', timestamp: '2099-01-01T00:00:00Z' }));
    expect(await given.last()).toMatchObject({ at: '2026-11-21T07:59:00.000Z' });
    given.platform.clock.nowMs = at('09:00:00.000');
    const next = trxLoggedIn({ id: 'l2', offset: 1, timestamp: '2026-11-21T08:30:00Z' });
    await given.logged({ ...next, timestamp: at('08:30:00.000') });
    expect(await given.last()).toMatchObject({ at: '2026-11-21T08:30:00.000Z' });
  });

  const damaged = { at: '2099-01-01T00:00:00.000Z', id: 'e-0', value: 'ghost' };
  const kept = {
    pk: 'user#42',
    sk: '-',
    userId: '42',
    listed: 'users-1',
    stamp: 'a',
    foreign: { username: damaged },
    lastLoginAt: damaged.at,
  };

  test('that was kept before such times were bounded is dropped by the next event', async () => {
    const given = await openUsers();
    const refs = viewRefs('42');
    const view = {
      pk: 'user#42',
      sk: '-',
      version: 0,
      own: {},
      foreign: kept.foreign,
      lastLoginAt: damaged.at,
      stamp: 'b',
    };
    await given.store.transact([put(refs.kept.table, kept), put(refs.view.table, view)], 'damage');
    await given.told(named(0, 'bo', '2026-11-21T07:58:00Z'));
    for (const item of await given.viewed()) {
      expect(nameIn(item)).toBe('bo');
      expect(item).not.toHaveProperty('lastLoginAt');
    }
  });

  test('is dropped by a rebuild', () => {
    const writes = rebuildView('42', undefined, {
      user: undefined,
      key: undefined,
      kept: kept as never,
      nowMs: at('08:00:00.000'),
    });
    expect(writes).toMatchObject([{ op: 'put', item: { foreign: {} } }, { op: 'check' }]);
    expect(JSON.stringify(writes)).not.toMatch(/ghost|2099/);
  });
});

describe('a version above that of the user’s own record', () => {
  const state = {
    username: 'eve',
    email: 'eve@example.com',
    status: 'active',
    locale: 'en',
    created_at: '2026-11-20T00:00:00Z',
  };
  const claiming = (offset: number, user_version: number) => {
    const value = {
      id: `v-${user_version}`,
      type: 'user.updated',
      user_id: '42',
      timestamp: '2026-11-21T07:59:00Z',
      user_version,
      ...state,
    };
    return recordOf({ topic: 'user.events', offset, key: '42', value });
  };

  test('is none of ours: what it tells counts as foreign', async () => {
    const { store, told, viewed } = await openUsers();
    const { pk, sk } = userRef('42');
    await store.transact([put(users, { pk, sk, version: 2, username: 'zoe' } as never)], 'zoe');
    await told(claiming(0, 9_007_199_254_740_991), claiming(1, 3));
    const [forged] = await viewed();
    expect(forged).toMatchObject({ version: 0, own: {}, foreign: { username: { value: 'eve' } } });
    await told(claiming(2, 2));
    const [ours] = await viewed();
    expect(ours).toMatchObject({ version: 2, own: { username: { value: 'eve' } } });
  });
});
