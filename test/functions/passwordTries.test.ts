import { describe, expect, test } from 'vitest';
import { checkPassword } from '../../domain/users/passwordCheck.ts';
import { hashPassword } from '../../lib/http/password.ts';
import { openAccounts, PASSWORD } from '../fixtures/accounts.ts';

test('a wrong password and a name that nobody has are answered alike, after the same reads and writes', async () => {
  const calls: string[][] = [];
  const { register, logIn } = await openAccounts({}, ({ store }) => ({
    store: {
      ...store,
      read: (refs) => {
        calls.push(['read', ...refs.map(({ table }) => table.name)]);
        return store.read(refs);
      },
      transact: (writes, token) => {
        calls.push(['transact', ...writes.map((write) => write.op)]);
        return store.transact(writes, token);
      },
    },
  }));
  await register('jane');
  const answersOf = async (name: object) => {
    calls.length = 0;
    const { status, body } = await logIn({ ...name, password: 'wrong' });
    return { status, body, calls: [...calls] };
  };
  const [known, unknown] = [await answersOf({ username: 'jane' }), await answersOf({ username: 'nobody' })];
  expect(known).toEqual({
    status: 401,
    body: {
      type: 'urn:problem:wrong-credentials',
      title: 'Wrong credentials',
      status: 401,
      code: 'WRONG_CREDENTIALS',
      detail: 'No user has this name and this password.',
    },
    calls: [
      ['read', 'takenNames'],
      ['read', 'users'],
      ['read', 'users', 'signIns'],
      ['transact', 'add'],
    ],
  });
  expect(unknown).toEqual(known);
  expect((await answersOf({ email: 'nobody@example.com' })).calls).toEqual(known.calls);
});

test('where there is no such user, a password takes as long', async () => {
  const passwordHash = await hashPassword(PASSWORD, 19_456);
  const fastest = async (user: object | undefined) => {
    const times = [];
    for (let run = 0; run < 5; run += 1) {
      const startedMs = performance.now();
      await checkPassword('1', 'wrong', async () => ({ user }) as never, { passwordMemoryKib: 19_456 });
      times.push(performance.now() - startedMs);
    }
    return Math.min(...times);
  };
  const [known, unknown] = [await fastest({ passwordHash }), await fastest(undefined)];
  // Machines are busy, but no work at all takes a thousandth.
  expect(unknown / known).toBeGreaterThan(0.1);
});

describe('passwords are tried', () => {
  test('so often an account, whichever way it is spelled; then 429, also with the right one', async () => {
    const { register, logIn } = await openAccounts({ LOGIN_PER_ACCOUNT: '2/600' });
    await register('jane');
    const spellings = ['jane', '\uff4aANE', 'Jane'];
    const statuses = [];
    for (const username of spellings) statuses.push((await logIn({ username, password: PASSWORD })).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await logIn({ email: 'jane@example.com', password: PASSWORD })).status).toBe(200);
  });

  test('so often from one address, whether to log in, to change a password or to delete', async () => {
    const { register, logIn, administer } = await openAccounts({ LOGIN_PER_ADDRESS: '3/600' });
    const jane = await register('jane');
    const passwords = { old_password: 'wrong', new_password: 'another password' };
    const statuses = [
      (await logIn({ username: 'jane', password: 'wrong' })).status,
      (await jane.change('PUT', '/password', passwords)).status,
      (await jane.change('DELETE', '', { password: 'wrong' })).status,
      (await jane.change('PUT', '/password', passwords)).status,
      (await jane.change('DELETE', '', { password: PASSWORD })).status,
      (await logIn({ username: 'jane', password: PASSWORD })).status,
    ];
    expect(statuses).toEqual([401, 403, 403, 429, 429, 429]);
    expect((await administer(jane.id)('DELETE', '')).status).toBe(204);
  });

  test('so often for one user id, to change it or to delete', async () => {
    const { register } = await openAccounts({ LOGIN_PER_ACCOUNT: '1/600' });
    const [jane, joe] = [await register('jane'), await register('joe')];
    const statuses = [
      (await jane.change('DELETE', '', { password: 'wrong' })).status,
      (await jane.change('PUT', '/password', { old_password: PASSWORD, new_password: 'another password' })).status,
      (await joe.change('DELETE', '', { password: PASSWORD })).status,
    ];
    expect(statuses).toEqual([403, 429, 204]);
  });
});
