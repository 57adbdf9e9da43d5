import { describe, expect, test } from 'vitest';
import { userRef } from '../../domain/users/user.ts';
import { actions } from '../../functions/http/users/actions.ts';
import { config } from '../../functions/http/users/config.ts';
import type { Connections } from '../../lib/connect/connect.ts';
import { Fault } from '../../lib/errors/fault.ts';
import { api } from '../../lib/http/api.ts';
import { type Call, call } from '../fixtures/gateway.ts';
import { openPlatform } from '../fixtures/platform.ts';
import { localTokens } from '../fixtures/tokens.ts';

const person = { username: 'jane', email: 'jane@example.com', password: 'password123' };

const unlimited = { REGISTER_PER_ADDRESS: 'off', REGISTER_PER_ACCOUNT: 'off' };

async function openUsers(change?: (connections: Connections) => Partial<Connections>) {
  const platform = await openPlatform([config]);
  const handler = api(config, actions, platform.open(change, unlimited));
  const ask = (request: Partial<Call>) => call(handler, { path: '/api/v1/users/register', ...request });
  return { platform, ask };
}

describe('POST /api/v1/users/register', () => {
  test('answers 201 with the public user, and publishes one fact on four topics', async () => {
    const { platform, ask } = await openUsers();
    const { status, headers, body } = await ask({
      body: person,
      headers: { traceparent: `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01` },
    });
    expect(status).toBe(201);
    expect(headers['x-request-id']).toBe('request-1');
    expect(String(headers['traceparent'])).toMatch(/^00-(ab){16}-[0-9a-f]{16}-01$/);
    const user = body['user'] as Record<string, unknown>;
    expect(user).toMatchObject({
      username: 'jane',
      email: 'jane@example.com',
      status: 'active',
      created_at: '2026-11-21T08:00:00.000Z',
    });
    expect(Object.keys(user).sort()).toEqual(['created_at', 'email', 'id', 'status', 'username']);
    const verified = await localTokens(platform).verify(String(body['token']));
    const loggedInAt = 1_795_248_000_000;
    expect(verified).toEqual({
      principal: { issuer: 'event-functions', id: user['id'], roles: ['user'], claims: {}, loggedInAt },
    });
    const topics = ['user.events', 'user-events', 'notification-events', 'user_registered'];
    const records = (await Promise.all(topics.map(platform.onTopic))).flat();
    expect(records.map(({ topic }) => topic)).toEqual(topics);
    expect(records.map(({ key }) => Buffer.from(key ?? []).toString())).toEqual(Array(4).fill(user['id']));
    const written = records.map(({ value }) => Buffer.from(value ?? []).toString()).join();
    expect(written).not.toMatch(/password123|argon2id/);
  });

  test('stores the password as an argon2id hash, and shows it nowhere', async () => {
    const { platform, ask } = await openUsers();
    const { body } = await ask({ body: person });
    const { connections } = await platform.open()(config);
    const id = (body['user'] as { id: string }).id;
    const [user] = await connections.store.read([userRef(id)]);
    expect(user?.['passwordHash']).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(JSON.stringify([body, platform.lines])).not.toMatch(/password123|argon2id/);
  });

  test('names each field of a body that is not right', async () => {
    const { ask } = await openUsers();
    const { status, headers, body } = await ask({ body: { username: 'jo', email: 'nowhere', password: 5 } });
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 400, code: 'INVALID_BODY', title: 'Invalid body' });
    expect((body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual(['username', 'email', 'password']);
  });

  test.each([
    ['is not JSON', { body: '{"username":' }, 400, 'MALFORMED_BODY'],
    ['is missing', {}, 400, 'MALFORMED_BODY'],
    ['is a list', { body: [] }, 400, 'INVALID_BODY'],
    ['is not declared as JSON', { body: person, headers: { 'content-type': 'text/plain' } }, 415, 'NOT_JSON'],
    ['is too large', { body: { ...person, more: 'x'.repeat(1_000_000) } }, 413, 'TOO_LARGE'],
  ])('refuses a body that %s', async (_, request, status, code) => {
    const { ask } = await openUsers();
    const answer = await ask(request);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(answer.text).not.toMatch(/\.ts:\d+/);
  });

  test('answers 409 and says which name is taken, whatever its spelling', async () => {
    const { ask } = await openUsers();
    await ask({ body: person });
    const { status, body } = await ask({ body: { ...person, username: 'JANE', email: 'other@example.com' } });
    expect([status, body['code'], body['errors']]).toEqual([
      409,
      'ALREADY_TAKEN',
      [{ path: 'username', message: 'is already taken' }],
    ]);
  });

  test('makes one user of ten requests at once for the same names', async () => {
    const { platform, ask } = await openUsers();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ body: person })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(9).fill(409)]);
    expect(await platform.onTopic('user.events')).toHaveLength(1);
  });

  test('answers 201 with Kafka down: the events wait in the outbox', async () => {
    const refuse = async () => {
      throw new Fault('BROKER_UNAVAILABLE', 'connection refused');
    };
    const { platform, ask } = await openUsers(({ producer }) => ({ producer: { ...producer, publish: refuse } }));
    expect((await ask({ body: person })).status).toBe(201);
    expect(await platform.onTopic('user.events')).toEqual([]);
    expect(platform.lines.map(({ message }) => message)).toContain('publish.deferred');
  });

  test('answers 503 with our own store down, and when to come again', async () => {
    const refuse = async () => {
      throw new Fault('STORE_UNAVAILABLE', 'connection refused at 10.0.0.1');
    };
    const { ask } = await openUsers(({ store }) => ({ store: { ...store, read: refuse } }));
    const { status, headers, text } = await ask({ body: person });
    expect([status, headers['retry-after']]).toEqual([503, '1']);
    expect(text).not.toContain('10.0.0.1');
  });
});

describe('POST /register', () => {
  test('says what the sample says', async () => {
    const { ask } = await openUsers();
    const { status, body } = await ask({ path: '/register', body: person });
    expect([status, body['message']]).toEqual([201, 'User registered successfully!']);
  });
});

test('a path that is none of the function’s is 404', async () => {
  const { ask } = await openUsers();
  const { status, body } = await ask({ path: '/api/v1/users/unregister', body: person });
  expect([status, body['code']]).toEqual([404, 'NO_SUCH_ROUTE']);
});
