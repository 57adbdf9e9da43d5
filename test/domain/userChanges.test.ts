import { describe, expect, test } from 'vitest';
import { deleteUser } from '../../domain/users/deletion.ts';
import { changePassword } from '../../domain/users/newPassword.ts';
import { changeStatus } from '../../domain/users/status.ts';
import { updateUser, wishedNames } from '../../domain/users/update.ts';
import { context, user, who, written } from './givenUser.ts';

const version3 = { equals: { version: 3 } };
const own = { equals: { userId: '7' } };

describe('a change', () => {
  const wish = (wished: Parameters<typeof updateUser>[1], inUse = {}) => {
    const updated = updateUser(who, wished, inUse, context);
    return 'taken' in updated ? updated.taken : [updated.user.version, written(updated.commit)];
  };
  const put = ['put', 'users', 'user#7', version3];

  test.each([
    ['nothing', {}, [3, []]],
    ['what is so already', { username: 'Zoe', email: 'zoe@example.com' }, [3, []]],
    ['another spelling', { username: 'zoe', email: 'ZOE@example.com' }, [4, [put]]],
    ['a profile', { profile: { a: 1 } }, [4, [put]]],
    [
      'another name',
      { username: 'joe' },
      [
        4,
        [
          put,
          ['put', 'takenNames', 'username#<joe>', { absent: true }],
          ['put', 'takenNames', 'look#<joe>', { absent: true }],
          ['remove', 'takenNames', 'username#<zoe>', own],
          ['remove', 'takenNames', 'look#<zoe>', own],
        ],
      ],
    ],
  ])('of %s', (_, wished, expected) => {
    expect(wish(wished)).toEqual(expected);
  });

  test('to names of others names them; another spelling of one’s own is no other’s', () => {
    const theirs = { pk: 'x', sk: '-', userId: '8' };
    expect(wish({ username: 'joe', email: 'joe@example.com' }, { username: theirs, email: theirs })).toEqual([
      'email',
      'username',
    ]);
    const mine = { pk: 'username#<zoe>', sk: '-', userId: '7' };
    expect(wish({ username: 'ZOE' }, { username: mine })).toEqual([4, [put]]);
  });

  test('looks only at the names that are wished', () => {
    expect(wishedNames({ profile: {} }, context)).toEqual({});
    expect(Object.keys(wishedNames({ email: 'a@b.c' }, context))).toEqual(['email']);
  });

  test('of the status or the password is one version and one event', () => {
    const changed = changeStatus(who, { status: 'locked', reason: 'lost' }, context).commit;
    const commits = [changed, changePassword(who, '$argon2id$new', context).commit];
    for (const commit of commits) expect(written(commit)).toEqual([put]);
    expect(
      commits.map((commit) => commit?.events.map(({ definition: { type }, fact: { entity } }) => [type, entity])),
    ).toEqual([
      [['user.status_changed', { stream: 'user#7', version: 4 }]],
      [['user.password_changed', { stream: 'user#7', version: 4 }]],
    ]);
    expect(JSON.stringify(commits.map((commit) => commit?.events))).not.toContain('argon2id');
    expect(changeStatus(who, { status: 'active', reason: 'again' }, context)).toEqual({ user });
  });
});

test('a deletion removes record and names as they were loaded, and is the next version', () => {
  const { events, ...commit } = deleteUser(who, 'en', context);
  expect(written({ ...commit, events })).toEqual([
    ['remove', 'users', 'user#7', version3],
    ['remove', 'takenNames', 'email#<zoe@example.com>', own],
    ['remove', 'takenNames', 'username#<zoe>', own],
    ['remove', 'takenNames', 'look#<zoe>', own],
  ]);
  expect(events.map(({ data, fact }) => [data['user_version'], fact.entity])).toEqual([
    [4, { stream: 'user#7', version: 4 }],
  ]);
});
