import { describe, expect, test } from 'vitest';
import { userRef } from '../../domain/users/user.ts';
import { config } from '../../functions/http/users/config.ts';
import { openAccounts, PASSWORD } from '../fixtures/accounts.ts';

describe('PUT /api/v1/users/{id}/status', () => {
  test('is told with the status before and the reason; the same one again changes nothing', async () => {
    const { register, administer, told } = await openAccounts();
    const jane = await register('jane');
    const change = administer(jane.id);
    const suspended = await change('PUT', '/status', { status: 'suspended', reason: 'unpaid' });
    expect([suspended.status, suspended.headers.get('etag')]).toEqual([200, '"2"']);
    expect(suspended.body).toMatchObject({ id: jane.id, status: 'suspended' });
    const again = await change('PUT', '/status', { status: 'suspended', reason: 'another' });
    expect([again.status, again.headers.get('etag')]).toEqual([200, '"2"']);
    const [, ...changed] = await told('user.events');
    expect(changed).toMatchObject([
      {
        type: 'user.status_changed',
        user_version: 2,
        status: 'suspended',
        old_status: 'active',
        reason: 'unpaid',
        field_times: { status: '2026-11-21T08:00:00.001Z' },
      },
    ]);
  });

  test('keeps a user from changing anything with the token they have, but not an administrator', async () => {
    const { register, administer } = await openAccounts();
    const jane = await register('jane');
    const change = administer(jane.id);
    await change('PUT', '/status', { status: 'locked' });
    const answers = await Promise.all([
      jane.change('PATCH', '', { username: 'janet' }),
      jane.change('PUT', '/password', { old_password: PASSWORD, new_password: 'another password' }),
      jane.change('DELETE', '', { password: PASSWORD }),
    ]);
    expect(answers.map(({ status, body }) => [status, body['code']])).toEqual(Array(3).fill([403, 'ACCOUNT_LOCKED']));
    expect((await change('PATCH', '', { username: 'janet' })).status).toBe(200);
    expect((await change('PUT', '/status', { status: 'active' })).status).toBe(200);
    expect((await jane.change('PATCH', '', { username: 'jane' })).status).toBe(200);
  });

  test.each([{ status: 'deleted' }, {}, { status: 'locked', reason: '' }])('refuses %j', async (body) => {
    const { register, administer } = await openAccounts();
    const jane = await register('jane');
    expect((await administer(jane.id)('PUT', '/status', body)).status).toBe(400);
  });
});

test('a version that is not the present one is refused, and changes nothing', async () => {
  const { api, register, administer } = await openAccounts();
  const jane = await register('jane');
  const change = administer(jane.id);
  const asked: [string, string, unknown][] = [
    ['PATCH', '', { username: 'janet' }],
    ['PUT', '/status', { status: 'locked' }],
    ['DELETE', '', undefined],
  ];
  for (const [method, below, body] of asked) {
    const { status, body: problem } = await change(method, below, body, { 'if-match': '"2"' });
    expect([method, status, problem['code']]).toEqual([method, 412, 'VERSION_MISMATCH']);
    expect((await change(method, below, body, { 'if-match': '2' })).status).toBe(400);
  }
  const passwords = { old_password: PASSWORD, new_password: 'another password' };
  expect((await jane.change('PUT', '/password', passwords, { 'if-match': '"2"' })).status).toBe(412);
  const { connections } = await api.platform.open()(config);
  expect((await connections.store.read([userRef(jane.id)]))[0]).toMatchObject({ version: 1, username: 'jane' });
  const tags = ['"1"', '"2-k2v9"', '*'];
  const renamed = tags.map((tag, n) => ({ tag, username: `janet${n}` }));
  for (const { tag, username } of renamed) {
    expect((await change('PATCH', '', { username }, { 'if-match': tag })).status).toBe(200);
  }
  expect((await change('DELETE', '', undefined, { 'if-match': '"4"' })).status).toBe(204);
  expect((await change('DELETE', '', undefined, { 'if-match': '"4"' })).status).toBe(404);
});
