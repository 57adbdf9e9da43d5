import { describe, expect, test } from 'vitest';
import { type Answered, type HttpApi, openHttpApi } from '../fixtures/httpApi.ts';
import { bearer } from '../fixtures/tokens.ts';

const zoe = { username: 'zoe', email: 'zoe@example.com', password: 'password123' };
const register = ({ ask }: HttpApi, key: string, body: object = zoe, path = '/api/v1/users/register') =>
  ask(path, { body, headers: { 'idempotency-key': key } });
const idOf = ({ body }: Answered) => (body['user'] as { id: string }).id;
const outcome = ({ status, body }: Answered) => [status, body['code'] ?? 'token' in body];

interface Since {
  api: HttpApi;
  self: (method: string, below: string, body?: object) => Promise<Answered>;
  admin: (method: string, below: string, body?: object) => Promise<Answered>;
}

const happenings: [string, (since: Since) => Promise<unknown>, [number, unknown]][] = [
  ['nothing', async () => undefined, [201, true]],
  ['a suspension', ({ admin }) => admin('PUT', '/status', { status: 'suspended' }), [403, 'ACCOUNT_SUSPENDED']],
  ['a lock', ({ admin }) => admin('PUT', '/status', { status: 'locked' }), [403, 'ACCOUNT_LOCKED']],
  [
    'a suspension that was taken back',
    async ({ admin }) => {
      await admin('PUT', '/status', { status: 'suspended' });
      await admin('PUT', '/status', { status: 'active' });
    },
    [201, true],
  ],
  [
    'another password',
    ({ self }) => self('PUT', '/password', { old_password: zoe.password, new_password: 'another password' }),
    [401, 'WRONG_CREDENTIALS'],
  ],
  ['a deletion', ({ self }) => self('DELETE', '', { password: zoe.password }), [401, 'WRONG_CREDENTIALS']],
  [
    'a deletion and another registration of the names',
    async ({ self, api }) => {
      await self('DELETE', '', { password: zoe.password });
      api.platform.clock.nowMs += 1_000;
      await register(api, 'another key');
    },
    [401, 'WRONG_CREDENTIALS'],
  ],
  ['another e-mail', ({ self }) => self('PATCH', '', { email: 'zoe@elsewhere.example' }), [201, true]],
  [
    'another e-mail and another name',
    ({ self }) => self('PATCH', '', { email: 'zoe@elsewhere.example', username: 'zora' }),
    [401, 'WRONG_CREDENTIALS'],
  ],
];

describe.each(['/api/v1/users/register', '/register'])('a registration at %s that comes again', (path) => {
  test.each(happenings)('after %s is let in as a log-in would be', async (_, happen, expected) => {
    const api = await openHttpApi();
    const id = idOf(await register(api, 'k-1', zoe, path));
    const as = (headers: Record<string, string>) => (method: string, below: string, body?: object) =>
      api.ask(`/api/v1/users/${id}${below}`, { method, body, headers });
    await happen({
      api,
      self: as(await bearer(api.platform, 'user', id)),
      admin: as(await bearer(api.platform, 'admin')),
    });
    const before = (await api.platform.onTopic('user_registered')).length;
    expect(outcome(await register(api, 'k-1', zoe, path))).toEqual(expected);
    expect((await api.platform.onTopic('user_registered')).length).toBe(before);
  });
});

describe('strangers with one key', () => {
  test('are both registered', async () => {
    const api = await openHttpApi();
    const joe = { ...zoe, username: 'joe', email: 'joe@example.com' };
    const answers = [await register(api, '1'), await register(api, '1', joe), await register(api, '1')];
    expect(answers.map(outcome)).toEqual([
      [201, true],
      [201, true],
      [201, true],
    ]);
    expect(answers.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, null, 'true']);
  });

  test('are both registered too, where the second gets an address that the first has given up', async () => {
    const api = await openHttpApi();
    const id = idOf(await register(api, '1'));
    const headers = await bearer(api.platform, 'user', id);
    await api.ask(`/api/v1/users/${id}`, { method: 'DELETE', body: { password: zoe.password }, headers });
    api.platform.clock.nowMs += 1_000;
    const second = { ...zoe, password: 'another password' };
    expect(outcome(await register(api, '1', second))).toEqual([201, true]);
    expect((await register(api, '1', second)).headers.get('idempotent-replayed')).toBe('true');
    expect(outcome(await register(api, '1'))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test('another body for an account that is there says that the key was used', async () => {
    const api = await openHttpApi();
    await register(api, 'k-1');
    const other = { ...zoe, email: ' ZOE@example.com', password: 'another password' };
    expect(outcome(await register(api, 'k-1', other))).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });
});

describe('tries', () => {
  test('are not counted where the stored answer comes again, and are where another body comes', async () => {
    const api = await openHttpApi({ REGISTER_PER_ACCOUNT: '2/3600', REGISTER_PER_ADDRESS: '2/3600' });
    const statuses = [];
    for (const _ of [1, 2, 3, 4]) statuses.push((await register(api, 'k-1')).status);
    expect(statuses).toEqual([201, 201, 201, 201]);
    const guess = (n: number) => register(api, 'k-1', { ...zoe, password: `a guess, number ${n}` });
    expect([(await guess(1)).status, (await guess(2)).status, (await guess(3)).status]).toEqual([422, 429, 429]);
    expect((await register(api, 'k-1')).status).toBe(201);
    expect((await register(api, 'k-2')).status).toBe(429);
  });

  test('ten of one request at once make one user, and the others get the first answer', async () => {
    const api = await openHttpApi();
    const answers = await Promise.all(Array.from({ length: 10 }, () => register(api, 'k-1')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await api.platform.onTopic('user_registered')).toHaveLength(1);
  });
});
