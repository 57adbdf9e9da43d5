import { describe, expect, test } from 'vitest';
import { type User, userRef } from '../../domain/users/user.ts';
import { tablesOf } from '../../lib/connect/connect.ts';
import type { Store } from '../../lib/store/store.ts';
import { type Account, type Accounts, openAccounts, PASSWORD } from '../fixtures/accounts.ts';
import { type Answered, httpConfigs } from '../fixtures/httpApi.ts';
import { createTables, dynamoAt } from '../lib/store/openDynamo.ts';
import { realPart } from '../real/available.ts';

const tables = [...new Map(httpConfigs.flatMap(tablesOf).map((table) => [table.name, table])).values()];
const ten = Array.from({ length: 10 }, (_, n) => n);

type Given = Accounts & { find(account: Account): Promise<User | undefined> };

async function open(storeOf?: () => Promise<Store>): Promise<Given> {
  const other = await storeOf?.();
  let store: Store | undefined = other;
  const accounts = await openAccounts({}, (connections) => {
    store ??= connections.store;
    return { store };
  });
  return { ...accounts, find: async ({ id }) => (await store?.read([userRef(id)]))?.[0] as User | undefined };
}

const statuses = (answers: readonly Answered[]) => answers.map(({ status }) => status).sort();

/** Versions of the user's own events, in the order in which each first stands on the topic: two drains at once may send one twice. */
async function versions({ api }: Given, account: Account): Promise<number[]> {
  const records = await api.platform.onTopic('user.events');
  const values = records.map(({ value }) => JSON.parse(Buffer.from(value ?? []).toString()));
  const own = values.filter(({ user_id: id, type }) => id === account.id && type !== 'user.logged_in');
  return [...new Map(own.map(({ id, user_version: version }) => [id, version])).values()];
}

const register = ({ api }: Given, username: string, email: string) =>
  api.ask('/api/v1/users/register', { body: { username, email, password: PASSWORD } });

function suite(given: () => Promise<Given>): void {
  test('changes of different fields at once are all made, one version each, and told in their order', async () => {
    const accounts = await given();
    const jane = await accounts.register('jane');
    const answers = await Promise.all([
      jane.change('PATCH', '', { username: 'janet' }),
      jane.change('PATCH', '', { email: 'janet@example.com' }),
      jane.change('PATCH', '', { profile: { city: 'Paris' } }),
      jane.change('PUT', '/password', { old_password: PASSWORD, new_password: 'another password' }),
    ]);
    expect(statuses(answers)).toEqual([200, 200, 200, 204]);
    expect(await accounts.find(jane)).toMatchObject({
      version: 5,
      username: 'janet',
      email: 'janet@example.com',
      profile: { city: 'Paris' },
    });
    expect((await accounts.logIn({ email: 'janet@example.com', password: 'another password' })).status).toBe(200);
    expect((await register(accounts, 'jane', 'jane@example.com')).status).toBe(201);
    expect(await versions(accounts, jane)).toEqual([1, 2, 3, 4, 5]);
  });

  test('ten changes of one field at once are all made, each on the one before; the last one stands, the other names are free', async () => {
    const accounts = await given();
    const jane = await accounts.register('jane');
    const names = ten.map((n) => `jane-${n}`);
    const answers = await Promise.all(names.map((username) => jane.change('PATCH', '', { username })));
    expect(statuses(answers)).toEqual(Array(10).fill(200));
    expect(answers.map(({ headers }) => Number(headers.get('etag')?.slice(1, -1))).sort((a, b) => a - b)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
    const last = answers.find(({ headers }) => headers.get('etag') === '"11"')?.body['username'];
    expect(await accounts.find(jane)).toMatchObject({ version: 11, username: last });
    expect(await versions(accounts, jane)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const again = ['jane', ...names].map((name, n) => register(accounts, name, `new-${n}@example.com`));
    expect(statuses(await Promise.all(again))).toEqual([...Array(10).fill(201), 409]);
  });

  test('of ten changes of one version at once one is made; the others are told that it is another by now', async () => {
    const accounts = await given();
    const jane = await accounts.register('jane');
    const asked = ten.map((n) => jane.change('PATCH', '', { profile: { n } }, { 'if-match': '"1"' }));
    const answers = await Promise.all(asked);
    expect(statuses(answers)).toEqual([200, ...Array(9).fill(412)]);
    const made = answers.findIndex(({ status }) => status === 200);
    expect(await accounts.find(jane)).toMatchObject({ version: 2, profile: { n: made } });
  });

  test('a deletion among changes is the last of them: nothing of the user comes back, and every name is free', async () => {
    const accounts = await given();
    const jane = await accounts.register('jane');
    const asked = ten.map((n) => {
      if (n === 4) return jane.change('DELETE', '', { password: PASSWORD });
      return jane.change('PATCH', '', n % 2 === 0 ? { username: `jane-${n}` } : { email: `jane-${n}@example.com` });
    });
    const answers = await Promise.all(asked);
    expect(answers[4]?.status).toBe(204);
    const changed = answers.filter(({ status }) => status === 200).length;
    expect(statuses(answers)).toEqual([...Array(changed).fill(200), 204, ...Array(9 - changed).fill(404)]);
    expect(await accounts.find(jane)).toBeUndefined();
    expect(await versions(accounts, jane)).toEqual(Array.from({ length: changed + 2 }, (_, n) => n + 1));
    const names = ['jane', ...ten.map((n) => `jane-${n}`)];
    const again = names.map((name) => register(accounts, name, `${name}@example.com`));
    expect(statuses(await Promise.all(again))).toEqual(Array(11).fill(201));
  });

  test('one of two deletions at once is made and told', async () => {
    const accounts = await given();
    const jane = await accounts.register('jane');
    const answers = await Promise.all([
      jane.change('DELETE', '', { password: PASSWORD }),
      accounts.administer(jane.id)('DELETE', ''),
    ]);
    expect(statuses(answers)).toEqual([204, 404]);
    expect(await versions(accounts, jane)).toEqual([1, 2]);
  });

  test('one of two users, and of one who registers, gets a name that all want', async () => {
    const accounts = await given();
    const [jane, joe] = [await accounts.register('jane'), await accounts.register('joe')];
    const answers = await Promise.all([
      jane.change('PATCH', '', { username: 'wanted' }),
      joe.change('PATCH', '', { username: 'wanted' }),
      register(accounts, 'Wanted', 'third@example.com'),
    ]);
    const [first, ...losers] = statuses(answers);
    expect([[200, 201].includes(first ?? 0), ...losers]).toEqual([true, 409, 409]);
    const after = [(await accounts.find(jane))?.username, (await accounts.find(joe))?.username];
    const expected = answers.slice(0, 2).map(({ status }, n) => (status === 200 ? 'wanted' : ['jane', 'joe'][n]));
    expect(after).toEqual(expected);
  });

  test('wrong passwords at once are all counted', async () => {
    const accounts = await given();
    await accounts.register('jane');
    await Promise.all(ten.map(() => accounts.logIn({ username: 'jane', password: 'wrong' })));
    await accounts.logIn({ username: 'jane', password: PASSWORD });
    expect((await accounts.told('user.events')).at(-1)).toMatchObject({ type: 'user.logged_in', failed_attempts: 10 });
  });
}

describe('accounts on SQLite', () => suite(() => open()));

for (const part of ['dynoxide', 'dynamoLocal'] as const) {
  const address = (await realPart(part)) ?? '';
  const storeOf = async () => dynamoAt(address, await createTables(address, tables), tables);
  describe.runIf(address)(`accounts on ${part}`, () => suite(() => open(storeOf)));
}
