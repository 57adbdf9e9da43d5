import { describe, expect, it } from 'vitest';
import { tablesOf } from '../../../lib/connect/connect.ts';
import { limitOf } from '../../../lib/http/throttle.ts';
import { type HttpApi, httpConfigs, openHttpApi } from '../../fixtures/httpApi.ts';
import { realPart } from '../../real/available.ts';
import { createTables, dynamoAt } from '../store/openDynamo.ts';

const endpoint = await realPart('dynoxide');
const tables = [...new Map(httpConfigs.flatMap(tablesOf).map((table) => [table.name, table])).values()];

const stores: Record<string, (limits: Record<string, string>) => Promise<HttpApi>> = {
  SQLite: (limits) => openHttpApi(limits),
  ...(endpoint && {
    DynamoDB: async (limits: Record<string, string>) => {
      const tableName = await createTables(endpoint, tables);
      return await openHttpApi(limits, () => ({ store: dynamoAt(endpoint, tableName, tables) }));
    },
  }),
};

const register = ({ ask }: HttpApi, name: string, email = `${name}@example.com`) =>
  ask('/api/v1/users/register', { body: { username: name, email, password: 'password123' } });

describe.each(Object.entries(stores))('registrations on %s', (_, open) => {
  it('of one account are let through so often, whoever asks and however it is spelled; then 429 says when', async () => {
    const api = await open({ REGISTER_PER_ACCOUNT: '2/600' });
    const statuses = [
      (await register(api, 'jane')).status,
      (await register(api, 'jane2', ' JANE@example.com ')).status,
      (await register(api, 'jane3', 'jane@EXAMPLE.com')).status,
      (await register(api, 'john')).status,
    ];
    expect(statuses).toEqual([201, 409, 429, 201]);
    // 08:00:00 is the beginning of a window of ten minutes.
    api.platform.clock.nowMs += 480_000;
    const refused = await register(api, 'jane4', 'jane@example.com');
    expect([refused.status, refused.body['code'], refused.headers.get('retry-after')]).toEqual([
      429,
      'TOO_MANY_TRIES',
      '120',
    ]);
    api.platform.clock.nowMs += 120_000;
    expect((await register(api, 'jane5', 'jane@example.com')).status).toBe(409);
  });

  it('from one address are let through so often, also when all come at once', async () => {
    const api = await open({ REGISTER_PER_ADDRESS: '3/600' });
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => register(api, `person${n}`)));
    const passed = answers.filter(({ status }) => status === 201);
    expect(passed).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    expect(await api.platform.onTopic('user.events')).toHaveLength(passed.length);
  });

  it('ten log-ins at once from one address, by as many instances, are all let in under the limit', async () => {
    const api = await open({ LOGIN_PER_ADDRESS: '10/600', LOGIN_PER_ACCOUNT: '10/600' });
    await register(api, 'jane');
    const logIn = () => api.ask('/api/v1/users/login', { body: { username: 'jane', password: 'password123' } });
    const answers = await Promise.all(Array.from({ length: 10 }, logIn));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await logIn()).status).toBe(429);
  });

  it('wrong passwords at once are each counted, and as many as the account’s limit are tried', async () => {
    const api = await open({ LOGIN_PER_ACCOUNT: '7/600' });
    await register(api, 'jane');
    const logIn = (password: string) => api.ask('/api/v1/users/login', { body: { username: 'jane', password } });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => logIn(`wrong ${n}`)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(7).fill(401), ...Array(5).fill(429)]);
    api.platform.clock.nowMs += 600_000;
    expect((await logIn('password123')).status).toBe(200);
    const records = await api.platform.onTopic('user.events');
    const told = records.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()));
    expect(told.at(-1)).toMatchObject({ type: 'user.logged_in', failed_attempts: 7 });
  });

  it('who is refused by address does not count against the accounts of others', async () => {
    const api = await open({ LOGIN_PER_ADDRESS: '2/600', LOGIN_PER_ACCOUNT: '3/900' });
    await register(api, 'jane');
    const logIn = (password: string) => api.ask('/api/v1/users/login', { body: { username: 'jane', password } });
    const statuses = [];
    for (const n of [1, 2, 3, 4, 5]) statuses.push((await logIn(`wrong ${n}`)).status);
    expect(statuses).toEqual([401, 401, 429, 429, 429]);
    // The address may try again in the account's own window, which has one try left.
    api.platform.clock.nowMs += 600_000;
    expect((await logIn('password123')).status).toBe(200);
    expect((await logIn('password123')).status).toBe(429);
  });
});

it('two routes under one limit are counted together', async () => {
  const api = await openHttpApi({ REGISTER_PER_ADDRESS: '1/600' });
  expect((await register(api, 'jane')).status).toBe(201);
  const body = { username: 'john', email: 'john@example.com', password: 'password123' };
  expect((await api.ask('/register', { body })).status).toBe(429);
});

it('a body that is not right is no try', async () => {
  const api = await openHttpApi({ REGISTER_PER_ADDRESS: '1/600', REGISTER_PER_ACCOUNT: '1/600' });
  expect((await register(api, 'jo')).status).toBe(400);
  expect((await register(api, 'jane')).status).toBe(201);
});

it('no address and no name stands in the rows that count', async () => {
  const api = await openHttpApi({ REGISTER_PER_ADDRESS: '9/600', REGISTER_PER_ACCOUNT: '9/600' });
  await register(api, 'jane');
  const rows = api.counted;
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/jane|127\.0\.0\.1/);
});

it.each([
  ['20/3600', { tries: 20, seconds: 3_600 }],
  ['off', null],
])('the setting %s is read', (text, limit) => {
  expect(limitOf(text, 'SETTING')).toEqual(limit);
});

it.each(['', '0/60', '5', '5/0', '5/minute', undefined])('the setting %j is refused by name', (text) => {
  expect(() => limitOf(text, 'SETTING')).toThrow('SETTING: expected 20/3600');
});
