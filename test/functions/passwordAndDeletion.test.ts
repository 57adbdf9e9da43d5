import { describe, expect, test } from 'vitest';
import { userRef } from '../../domain/users/user.ts';
import { config } from '../../functions/http/users/config.ts';
import { type Accounts, openAccounts, PASSWORD } from '../fixtures/accounts.ts';

const NEW_PASSWORD = 'staple battery horse';

async function stored({ api }: Accounts, id: string) {
  const { connections } = await api.platform.open()(config);
  return (await connections.store.read([userRef(id)]))[0];
}

describe('PUT /api/v1/users/{id}/password', () => {
  test('answers 204 with no body and the version as ETag; the new password lets in, the old one does not', async () => {
    const { register, logIn, told } = await openAccounts();
    const jane = await register('jane');
    const answer = await jane.change('PUT', '/password', { old_password: PASSWORD, new_password: NEW_PASSWORD });
    expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([204, '', '"2"']);
    const [, changed] = await told('user.events');
    expect(changed).toMatchObject({
      type: 'user.password_changed',
      user_id: jane.id,
      user_version: 2,
      field_times: {},
    });
    expect((await logIn({ username: 'jane', password: PASSWORD })).status).toBe(401);
    expect((await logIn({ username: 'jane', password: NEW_PASSWORD })).status).toBe(200);
  });

  test.each([
    ['the wrong old one', { old_password: 'wrong', new_password: NEW_PASSWORD }, 403, 'WRONG_PASSWORD'],
    [
      'the wrong old one, and the same new one',
      { old_password: 'wrong123', new_password: 'wrong123' },
      403,
      'WRONG_PASSWORD',
    ],
    ['the same new one', { old_password: PASSWORD, new_password: PASSWORD }, 422, 'SAME_PASSWORD'],
    ['a new one that is too short', { old_password: PASSWORD, new_password: 'short' }, 400, 'INVALID_BODY'],
    ['no old one', { new_password: NEW_PASSWORD }, 400, 'INVALID_BODY'],
  ])('refuses %s, and changes nothing', async (_, body, status, code) => {
    const accounts = await openAccounts();
    const jane = await accounts.register('jane');
    const passwordHash = (await stored(accounts, jane.id))?.['passwordHash'];
    const answer = await jane.change('PUT', '/password', body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(await stored(accounts, jane.id)).toMatchObject({ version: 1, passwordHash });
    expect(await accounts.told('user.events')).toHaveLength(1);
  });

  test('one of ten changes at once by the same old password is made; the others no longer know the password', async () => {
    const accounts = await openAccounts();
    const jane = await accounts.register('jane');
    const bodies = Array.from({ length: 10 }, (_, n) => ({
      old_password: PASSWORD,
      new_password: `${NEW_PASSWORD} ${n}`,
    }));
    const answers = await Promise.all(bodies.map((body) => jane.change('PUT', '/password', body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(9).fill(403)]);
    const made = answers.findIndex(({ status }) => status === 204);
    expect((await accounts.logIn({ username: 'jane', password: `${NEW_PASSWORD} ${made}` })).status).toBe(200);
    expect(await stored(accounts, jane.id)).toMatchObject({ version: 2 });
  });
});

describe('DELETE /api/v1/users/{id}', () => {
  test('by the user, with their password: record and names are gone, and the event has what the confirmation needs', async () => {
    const accounts = await openAccounts();
    const { api, told, logIn } = accounts;
    const jane = await accounts.register('jane');
    await jane.change('PATCH', '', { username: 'janet' });
    const answer = await jane.change('DELETE', '', { password: PASSWORD });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(await stored(accounts, jane.id)).toBeUndefined();
    const deletedAt = '2026-11-21T08:00:00.002Z';
    expect((await told('user.events')).at(-1)).toEqual({
      id: expect.any(String),
      type: 'user.deleted',
      version: '1.0',
      timestamp: deletedAt,
      source: 'usercenter',
      traceId: expect.any(String),
      user_id: jane.id,
      user_version: 3,
      username: 'janet',
      email: 'jane@example.com',
      locale: 'en',
      deleted_at: deletedAt,
    });
    expect((await logIn({ username: 'janet', password: PASSWORD })).status).toBe(401);
    expect((await jane.change('DELETE', '', { password: PASSWORD })).status).toBe(404);
    const body = { username: 'janet', email: 'jane@example.com', password: PASSWORD };
    expect((await api.ask('/api/v1/users/register', { body })).status).toBe(201);
  });

  test.each([
    ['no password', undefined, 400, 'INVALID_BODY'],
    ['a body without a password', {}, 400, 'INVALID_BODY'],
    ['a wrong password', { password: 'wrong' }, 403, 'WRONG_PASSWORD'],
    ['a password that is a number', { password: 5 }, 400, 'INVALID_BODY'],
  ])('by the user with %s is refused', async (_, body, status, code) => {
    const accounts = await openAccounts();
    const jane = await accounts.register('jane');
    const answer = await jane.change('DELETE', '', body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(await stored(accounts, jane.id)).toMatchObject({ version: 1 });
  });

  test('by an administrator needs no password, but one that is given must be right', async () => {
    const { register, administer } = await openAccounts();
    const jane = await register('jane');
    const change = administer(jane.id);
    expect((await change('DELETE', '', { password: 'wrong' })).status).toBe(403);
    expect((await change('DELETE', '')).status).toBe(204);
    expect((await change('DELETE', '')).status).toBe(404);
  });
});

test('no answer, log line, event or other item holds a password or its hash', async () => {
  const { api, register, administer, logIn, told } = await openAccounts();
  const jane = await register('jane');
  const answers = [
    await logIn({ username: 'jane', password: PASSWORD }),
    await logIn({ username: 'jane', password: 'tr0ub4dor' }),
    await jane.change('PATCH', '', { profile: { a: 1 } }),
    await jane.change('PUT', '/password', { old_password: 'tr0ub4dor', new_password: NEW_PASSWORD }),
    await jane.change('PUT', '/password', { old_password: PASSWORD, new_password: NEW_PASSWORD }),
    await administer(jane.id)('PUT', '/status', { status: 'locked' }),
    await jane.change('DELETE', '', { password: 'tr0ub4dor' }),
    await administer(jane.id)('DELETE', ''),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 200, 403, 204, 200, 403, 204]);
  const events = await Promise.all(['user.events', 'user-events', 'user-behavior'].map(told));
  expect(events.map(({ length }) => length)).toEqual([6, 2, 1]);
  const items = api.written.map(({ passwordHash: _, ...item }) => item);
  const seen = JSON.stringify([answers.map(({ text }) => text), api.platform.lines, events, items]);
  expect(seen).not.toMatch(/correct horse|staple battery|tr0ub4dor|argon2/);
});
