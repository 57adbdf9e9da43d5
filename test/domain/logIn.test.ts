import { describe, expect, test } from 'vitest';
import { knowsPassword, nameRef, whoIs } from '../../domain/users/credentials.ts';
import { logIn, signInsRef } from '../../domain/users/logIn.ts';
import { context, user, written } from './givenUser.ts';

const right = { hash: '$argon2id$…', isRight: true };

describe('whom a log-in means', () => {
  test.each([
    [{ email: ' ZOE@example.com' }, 'email#<zoe@example.com>'],
    [{ username: 'ＺOE' }, 'username#<zoe>'],
  ])('%j is looked for as %s', (named, pk) => {
    const name = nameRef(named, context);
    expect([name.pk, whoIs(name, { pk, sk: '-', userId: '7' }), whoIs(name, undefined)]).toEqual([pk, '7', pk]);
  });

  test.each([
    ['the right password', right, user, true],
    ['a wrong one', { ...right, isRight: false }, user, false],
    ['the right one of before', right, { ...user, passwordHash: 'another' }, false],
    ['one of nobody', { hash: undefined, isRight: true }, undefined, false],
  ])('%s: %j', (_, checked, found, knows) => {
    expect(knowsPassword(checked, found)).toBe(knows);
  });
});

describe('a log-in', () => {
  const attempt = { userId: '7', checked: right, origin: { ip: '203.0.113.7' } };
  const failures = { pk: 'user#7', sk: '-', failedAttempts: 2, expiresAt: 1_795_248_001 };
  const asLoaded = { equals: { failedAttempts: 2, expiresAt: 1_795_248_001 } };

  test.each([
    ['after none', undefined, [], 0],
    ['after two', failures, [['remove', 'signIns', 'user#7', asLoaded]], 2],
  ])('%s wrong passwords writes no more than that they are over', (_, signIns, writes, failed) => {
    const decided = logIn(attempt, { user, signIns }, context);
    if (decided.kind !== 'in') throw new Error(`expected a log-in, came ${decided.kind}`);
    expect(written(decided.commit)).toEqual(writes);
    expect(decided.commit.events.map(({ definition, fact }) => [definition.type, fact])).toEqual([
      ['user.logged_in', { id: 'event-1', at: '2026-11-21T08:00:00.000Z' }],
      ['login', { id: 'event-1', at: '2026-11-21T08:00:00.000Z' }],
    ]);
    expect(decided.commit.events[0]?.data).toMatchObject({
      user_version: 3,
      ip: '203.0.113.7',
      failed_attempts: failed,
    });
  });

  const wrong = { ...attempt, checked: { ...right, isRight: false } };
  const wrongWith = (signIns: typeof failures | undefined) => {
    const decided = logIn(wrong, { user, signIns }, context);
    if (decided.kind !== 'wrong') throw new Error(`expected a refusal, came ${decided.kind}`);
    return decided.commit;
  };

  test.each([
    ['the first', undefined],
    ['the third', failures],
  ])('by a wrong password that is %s in a row adds one, whoever else adds', (_, signIns) => {
    const added = {
      op: 'add',
      ref: { pk: 'user#7' },
      amounts: { failedAttempts: 1 },
      set: { expiresAt: 1_797_840_000 },
    };
    expect(wrongWith(signIns)).toMatchObject({ writes: [added], events: [] });
  });

  test('by a wrong password counts from one where those before have expired', () => {
    const item = { pk: 'user#7', sk: '-', failedAttempts: 1, expiresAt: 1_797_840_000 };
    const when = { equals: { failedAttempts: 2, expiresAt: 1_795_248_000 } };
    const replaced = { op: 'put', item, when };
    expect(wrongWith({ ...failures, expiresAt: 1_795_248_000 })).toMatchObject({ writes: [replaced], events: [] });
  });

  test.each(['suspended', 'locked'] as const)('of a %s user is refused, and counts for nothing', (status) => {
    const decided = logIn(attempt, { user: { ...user, status }, signIns: failures }, context);
    expect(decided).toEqual({ kind: 'barred', status });
  });

  test('counts by the user’s id', () => {
    expect(signInsRef('7').pk).toBe('user#7');
  });
});
