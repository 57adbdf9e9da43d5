import { describe, expect, test } from 'vitest';
import { openAccounts, PASSWORD } from '../fixtures/accounts.ts';

const before = '2026-11-21T08:00:00.000Z';

/** So many objects in one another. */
function nested(levels: number): object {
  return levels === 1 ? { text: 'x' } : { in: nested(levels - 1) };
}

describe('PATCH /api/v1/users/{id}', () => {
  test('changes what is sent, answers the user with the version as ETag, and tells what changed on two topics', async () => {
    const { register, told } = await openAccounts();
    const jane = await register('jane');
    const wished = { username: 'janet', profile: { city: 'Ōtautahi', tags: ['a', 1, null] } };
    const { status, headers, body } = await jane.change('PATCH', '', { ...wished, email: jane.email });
    expect([status, headers.get('etag')]).toEqual([200, '"2"']);
    const shown = { username: 'janet', email: 'jane@example.com', status: 'active', locale: 'en' };
    expect(body).toEqual({ id: jane.id, ...shown, version: 2, profile: wished.profile, created_at: before });
    const [, updated] = await told('user.events');
    const changedAt = '2026-11-21T08:00:00.001Z';
    expect(updated).toEqual({
      id: expect.any(String),
      type: 'user.updated',
      version: '1.0',
      timestamp: changedAt,
      source: 'usercenter',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      user_id: jane.id,
      user_version: 2,
      ...shown,
      profile: wished.profile,
      created_at: before,
      field_times: { username: changedAt, profile: changedAt },
      changes: wished,
    });
    const [, copy] = await told('user-events');
    const fact = { event_id: updated?.['id'], timestamp: changedAt };
    expect(copy).toEqual({ user_id: Number(jane.id), changes: wished, type: 'user_updated', ...fact });
  });

  test('is answered without a new version or event where nothing changes', async () => {
    const { register, told } = await openAccounts();
    const jane = await register('jane');
    await jane.change('PATCH', '', { profile: { city: 'Paris', more: { a: 1, b: 2 } } });
    const same = { username: 'jane', email: ' jane@example.com', profile: { more: { b: 2, a: 1 }, city: 'Paris' } };
    const { status, headers } = await jane.change('PATCH', '', same);
    expect([status, headers.get('etag'), (await told('user.events')).length]).toEqual([200, '"2"', 2]);
  });

  test('frees the old names and takes the new ones, of which nobody may have any', async () => {
    const { api, register, logIn } = await openAccounts();
    const [jane, joe] = [await register('jane'), await register('joe')];
    const taken = await jane.change('PATCH', '', { username: 'JOE', email: 'Joe@Example.com' });
    expect([taken.status, taken.body['code']]).toEqual([409, 'ALREADY_TAKEN']);
    expect((taken.body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual(['email', 'username']);
    expect((await joe.change('PATCH', '', { username: 'joseph', email: 'Joe@Example.com' })).status).toBe(200);
    expect((await jane.change('PATCH', '', { username: 'joe' })).status).toBe(200);
    expect((await logIn({ username: 'joe', password: PASSWORD })).body['user']).toMatchObject({ id: jane.id });
    expect((await logIn({ username: 'jane', password: PASSWORD })).status).toBe(401);
    expect((await logIn({ email: 'joe@example.com', password: PASSWORD })).body['user']).toMatchObject({
      id: joe.id,
      email: 'Joe@Example.com',
    });
    const body = { username: 'jane', email: 'jane2@example.com', password: PASSWORD };
    expect((await api.ask('/api/v1/users/register', { body })).status).toBe(201);
  });

  test.each([
    ['nothing', {}],
    ['only what is not known', { status: 'locked' }],
    ['an e-mail that is none', { email: 'nowhere' }],
    ['a name that is too short', { username: 'jo' }],
    ['a profile that is no object', { profile: ['a'] }],
    ['a profile over 16 KB', { profile: { text: 'é'.repeat(8_187) } }],
    ['a profile that is deeper than 16 levels', { profile: nested(17) }],
  ])('refuses %s', async (_, body) => {
    const { register } = await openAccounts();
    const jane = await register('jane');
    const answer = await jane.change('PATCH', '', body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'INVALID_BODY']);
  });

  test('takes a profile of 16 KB', async () => {
    const { register } = await openAccounts();
    const jane = await register('jane');
    // {"text":"…"} is 11 bytes more.
    const text = 'é'.repeat(8_186);
    expect((await jane.change('PATCH', '', { profile: { text: `${text}x` } })).status).toBe(200);
  });
});
