import { describe, expect, test } from 'vitest';
import { toldBy, type UserEvent } from '../../domain/users/userTelling.ts';
import { join, type ViewState } from '../../domain/users/viewState.ts';

const at = '2026-11-21T08:00:05.000Z';
const event = (data: object, type = 'user.updated'): UserEvent => ({
  id: 'e-1',
  type,
  timestamp: at,
  data: { ...data },
});
const unplaced = { from: '' };
const told = (value: unknown) => ({ at, id: 'e-1', value });

describe('a foreign event tells', () => {
  test.each([
    ['the fields that stand in it', { username: 'bo', locale: 'en' }, { username: told('bo'), locale: told('en') }],
    [
      'what `changes` says, before what stands beside it',
      { username: 'a', changes: { username: 'b' } },
      { username: told('b') },
    ],
    ['nothing by changes that are a list, text or null', { changes: ['username'] }, {}],
    ['nothing by pairs of old and new', { changes: { username: { old: 'a', new: 'b' } } }, {}],
    ['nothing of fields that hold what they can not', { changes: { username: 7, email: 'none', profile: [] } }, {}],
    [
      'an address without the blanks around it',
      { changes: { email: ' bo@example.com ' } },
      { email: told('bo@example.com') },
    ],
    ['a profile whole', { profile: { city: 'Bern' } }, { profile: told({ city: 'Bern' }) }],
    [
      'when somebody was made, in UTC',
      { created_at: '2026-11-21T16:00:00+08:00' },
      { created_at: told('2026-11-21T08:00:00.000Z') },
    ],
    [
      'when somebody was made, by an epoch',
      { created_at: 1795248000 },
      { created_at: told('2026-11-21T08:00:00.000Z') },
    ],
    ['no time that is none', { created_at: 'yesterday' }, {}],
    ['no time that Go never set', { created_at: '0001-01-01T00:00:00Z' }, {}],
    ['no time of zero', { created_at: 0 }, {}],
    ['nothing that we don’t know', { nickname: 'z', password: 'secret' }, {}],
  ])('%s', (_, data, foreign) => {
    expect(toldBy(event(data), unplaced)).toEqual({ version: 0, own: {}, foreign });
  });

  test('a log-in by its own time', () => {
    expect(toldBy(event({}, 'user.logged_in'), unplaced)).toEqual({
      version: 0,
      own: {},
      foreign: {},
      lastLoginAt: at,
    });
  });

  test.each([['x'.repeat(300)], ['\ud800']])('by an id that no item should hold, a digest of it', (id) => {
    const { foreign } = toldBy({ ...event({ username: 'bo' }), id }, unplaced);
    expect(foreign.username?.id).toMatch(/^sha256:[\w-]{43}$/);
  });
});

describe('an event of ours tells', () => {
  const created = '2026-11-21T08:00:00.000Z';
  const named = { username: 'zoe', email: 'z@example.com' };
  const ours = { user_version: 3, ...named, status: 'active', locale: 'en', created_at: created };

  test('each field and since when: from the beginning, where it says nothing else', () => {
    expect(toldBy(event({ ...ours, field_times: { email: at } }), unplaced)).toEqual({
      version: 3,
      own: {
        username: { at: created, value: 'zoe' },
        email: { at, value: 'z@example.com' },
        status: { at: created, value: 'active' },
        locale: { at: created, value: 'en' },
        created_at: { at: created, value: created },
      },
      foreign: {},
    });
  });

  test.each(['username', 'email', 'status', 'locale', 'created_at'])(
    'no version without %s: what only claims one must not hide what ours tell',
    (missing) => {
      expect(toldBy(event({ ...ours, user_version: 2 ** 53 - 1, [missing]: undefined }), unplaced)).toMatchObject({
        version: 0,
        own: {},
      });
    },
  );

  test('since when a field is empty', () => {
    expect(toldBy(event({ ...ours, field_times: { profile: at } }), unplaced).own.profile).toEqual({ at });
  });
});

describe('of two states', () => {
  const own = (version: number, value: string): ViewState => {
    return { version, own: { username: { at, value } }, foreign: {} };
  };
  const foreign = (time: string, id: string, value: string): ViewState => {
    return { version: 0, own: {}, foreign: { username: { at: time, id, value } } };
  };

  test.each([
    ['the higher version', own(2, 'a'), own(1, 'b'), own(2, 'a')],
    ['of one version always the same', own(2, 'a'), own(2, 'b'), own(2, 'b')],
    [
      'the later time, by nanoseconds',
      foreign('2026-11-21T08:00:05.000000001Z', 'a', 'x'),
      foreign(at, 'b', 'y'),
      foreign('2026-11-21T08:00:05.000000001Z', 'a', 'x'),
    ],
    ['of one time the higher id', foreign(at, 'b', 'x'), foreign(at, 'a', 'y'), foreign(at, 'b', 'x')],
    ['of one id always the same', foreign(at, 'a', 'x'), foreign(at, 'a', 'y'), foreign(at, 'a', 'y')],
  ])('%s holds, whichever came first', (_, a, b, both) => {
    expect(join(a, b)).toEqual(both);
    expect(join(b, a)).toEqual(both);
  });
});
