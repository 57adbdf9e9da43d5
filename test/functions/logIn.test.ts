import { describe, expect, test } from 'vitest';
import { signInsRef } from '../../domain/users/logIn.ts';
import { config } from '../../functions/http/users/config.ts';
import { openAccounts, PASSWORD } from '../fixtures/accounts.ts';
import { localTokens } from '../fixtures/tokens.ts';

const from = { 'cloudfront-viewer-country': 'NZ', 'user-agent': 'Lynx/2.9' };

describe('POST /api/v1/users/login', () => {
  test.each([
    ['e-mail', { email: ' JANE@example.com ' }],
    ['username', { username: 'JANE' }],
  ])('lets in who knows the password of that %s, however it is spelled', async (_, name) => {
    const { api, register, logIn } = await openAccounts();
    const { id } = await register('jane');
    const { status, body, headers } = await logIn({ ...name, password: PASSWORD });
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(body).toEqual({
      user: {
        id,
        username: 'jane',
        email: 'jane@example.com',
        status: 'active',
        created_at: '2026-11-21T08:00:00.000Z',
      },
      token: expect.any(String),
    });
    const verified = await localTokens(api.platform).verify(String(body['token']));
    const loggedInAt = 1_795_248_000_000;
    expect(verified).toEqual({ principal: { issuer: 'event-functions', id, roles: ['user'], claims: {}, loggedInAt } });
  });

  test('tells of it on user.events and user-behavior under one event id, and changes no version of the user', async () => {
    const { register, logIn, told } = await openAccounts({ COUNTRY_HEADER: 'cloudfront-viewer-country' });
    const { id } = await register('jane');
    await logIn({ username: 'jane', password: PASSWORD }, from);
    const [, loggedIn] = await told('user.events');
    const [behaved] = await told('user-behavior');
    const origin = { ip: '127.0.0.1', country: 'NZ', user_agent: 'Lynx/2.9' };
    expect(loggedIn).toMatchObject({ type: 'user.logged_in', user_id: id, user_version: 1, ...origin });
    expect(loggedIn).toMatchObject({ failed_attempts: 0, status: 'active', email: 'jane@example.com' });
    expect(behaved).toEqual({
      user_id: Number(id),
      username: 'jane',
      ...origin,
      action: 'login',
      event_id: loggedIn?.['id'],
      timestamp: '2026-11-21T08:00:00.000Z',
    });
  });

  test('takes the country from the header that the settings name, and no country for one that is none', async () => {
    const { register, logIn, told } = await openAccounts({ COUNTRY_HEADER: 'CF-IPCountry' });
    await register('jane');
    const name = { username: 'jane', password: PASSWORD };
    await logIn(name, { 'cf-ipcountry': 'de', 'cloudfront-viewer-country': 'NZ', 'user-agent': 'x'.repeat(600) });
    await logIn(name, { 'cf-ipcountry': 'unknown', 'user-agent': '' });
    const behaved = await told('user-behavior');
    expect(behaved.map(({ country }) => country)).toEqual(['DE', undefined]);
    expect(behaved.map(({ user_agent: agent }) => agent)).toEqual(['x'.repeat(512), undefined]);
  });

  test.each([
    ['by default', {}],
    ['with an empty setting', { COUNTRY_HEADER: '' }],
  ])('takes no country from a header %s: without a CDN in front, callers set it', async (_, settings) => {
    const { register, logIn, told } = await openAccounts(settings);
    await register('jane');
    const forged = ['cloudfront-viewer-country', 'cf-ipcountry', 'x-vercel-ip-country', 'x-country'];
    const headers = Object.fromEntries(forged.map((name) => [name, 'NZ']));
    await logIn({ username: 'jane', password: PASSWORD }, headers);
    const [, loggedIn] = await told('user.events');
    expect([loggedIn?.['type'], loggedIn?.['country']]).toEqual(['user.logged_in', undefined]);
  });

  test('counts wrong passwords in a row, tells of them with the right one, and begins anew', async () => {
    const { api, register, logIn, told } = await openAccounts();
    const { id } = await register('jane');
    const attempt = (password: string) => logIn({ email: 'jane@example.com', password });
    const answers = [];
    for (const password of ['wrong', 'wronger', PASSWORD, PASSWORD]) answers.push((await attempt(password)).status);
    expect(answers).toEqual([401, 401, 200, 200]);
    const events = (await told('user.events')).filter(({ type }) => type === 'user.logged_in');
    expect(events.map(({ failed_attempts: failed }) => failed)).toEqual([2, 0]);
    const { connections } = await api.platform.open()(config);
    await attempt('wrong');
    expect(await connections.store.read([signInsRef(id)])).toEqual([
      { pk: `user#${id}`, sk: '-', failedAttempts: 1, expiresAt: 1_797_840_000 },
    ]);
    api.platform.clock.nowMs += 30 * 86_400_000;
    await attempt(PASSWORD);
    expect((await told('user.events')).at(-1)).toMatchObject({ type: 'user.logged_in', failed_attempts: 0 });
  });

  test.each([
    ['suspended', 'ACCOUNT_SUSPENDED'],
    ['locked', 'ACCOUNT_LOCKED'],
  ])('tells a %s user who knows the password why they are not let in, and nobody else', async (status, code) => {
    const { register, administer, logIn, told } = await openAccounts();
    const { id } = await register('jane');
    await administer(id)('PUT', '/status', { status });
    const right = await logIn({ username: 'jane', password: PASSWORD });
    const wrong = await logIn({ username: 'jane', password: 'wrong' });
    expect([right.status, right.body['code'], right.body['token']]).toEqual([403, code, undefined]);
    expect([wrong.status, wrong.body['code']]).toEqual([401, 'WRONG_CREDENTIALS']);
    expect(await told('user-behavior')).toEqual([]);
  });

  test.each([
    ['no name', { password: PASSWORD }],
    ['two names', { email: 'jane@example.com', username: 'jane', password: PASSWORD }],
    ['no password', { username: 'jane' }],
    ['an empty password', { username: 'jane', password: '' }],
    ['a list for a name', { username: ['jane'], password: PASSWORD }],
    ['text that is none', { username: 'jane', password: '\ud800' }],
  ])('refuses a body with %s', async (_, body) => {
    const { logIn } = await openAccounts();
    const answer = await logIn(body);
    expect([answer.status, answer.body['code']]).toEqual([400, 'INVALID_BODY']);
  });

  test('lets two in at once, and ten, and tells of the failures before only once', async () => {
    const { register, logIn, told } = await openAccounts();
    await register('jane');
    await logIn({ username: 'jane', password: 'wrong' });
    const ten = Array.from({ length: 10 }, () => logIn({ username: 'jane', password: PASSWORD }));
    expect((await Promise.all(ten)).map(({ status }) => status)).toEqual(Array(10).fill(200));
    const events = (await told('user.events')).filter(({ type }) => type === 'user.logged_in');
    expect(events.map(({ failed_attempts: failed }) => failed).sort()).toEqual([...Array(9).fill(0), 1]);
  });
});
