/** Names that users may take, over HTTP: by the rules of domain/users/username.ts, and none that imitates another. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { userRef, users } from '../../domain/users/user.ts';
import { config } from '../../functions/http/users/config.ts';
import { put } from '../../lib/store/store.ts';
import { openAccounts, PASSWORD } from '../fixtures/accounts.ts';

async function open() {
  const accounts = await openAccounts();
  let count = 0;
  const register = async (username: string) => {
    count += 1;
    const body = { username, email: `u${count}@example.com`, password: PASSWORD };
    const answered = await accounts.api.ask('/api/v1/users/register', { body });
    return [answered.status, answered.body['code'] ?? (answered.body['user'] as { username: string }).username];
  };
  return { ...accounts, registerAs: register };
}

describe('a registration', () => {
  test.each([
    'ja\u202ene',
    'evil.example',
    'p\u0430ypal',
    'ja\u200bne',
    'jane🎉',
    'https://evil.example',
    'a\u0301\u0302',
  ])('as %j is refused, and says what a name is', async (username) => {
    const { api, told } = await open();
    const body = { username, email: 'jane@example.com', password: PASSWORD };
    const { status, body: problem } = await api.ask('/api/v1/users/register', { body });
    expect([status, problem['code'], problem['errors']]).toMatchObject([400, 'INVALID_BODY', [{ path: 'username' }]]);
    expect(JSON.stringify(problem)).not.toContain(username);
    expect(await told('user.events')).toEqual([]);
  });

  test('as somebody who looks like another user is taken, whichever came first', async () => {
    const { registerAs } = await open();
    expect(await registerAs('Paypal')).toEqual([201, 'Paypal']);
    for (const imitation of ['PaypaI', 'paypa1', 'PAYPAL', 'Ｐａｙｐａｌ']) {
      expect(await registerAs(imitation)).toEqual([409, 'ALREADY_TAKEN']);
    }
    expect(await registerAs('ѕсоре')).toEqual([201, 'ѕсоре']);
    expect(await registerAs('Scope')).toEqual([409, 'ALREADY_TAKEN']);
    expect(await registerAs('scoped')).toEqual([201, 'scoped']);
  });

  test('keeps the characters that compatibility variants stand for, and lets in by either', async () => {
    const { registerAs, logIn } = await open();
    expect(await registerAs('Ｊａｎｅ')).toEqual([201, 'Jane']);
    expect((await logIn({ username: 'Ｊａｎｅ', password: PASSWORD })).status).toBe(200);
    expect((await logIn({ username: 'jane', password: PASSWORD })).status).toBe(200);
  });

  test('of two that look alike, at the same moment, lets one in', async () => {
    const { registerAs } = await open();
    const answers = await Promise.all(['modern', 'modem', 'MODERN', 'rnodem', 'modern'].map(registerAs));
    expect(answers.filter(([status]) => status === 201)).toHaveLength(1);
    expect(answers.filter(([, code]) => code === 'ALREADY_TAKEN')).toHaveLength(4);
  });
});

describe('a change of the name', () => {
  test('keeps the rules, takes the new look and frees the old one', async () => {
    const { register, registerAs } = await open();
    const jane = await register('modern');
    expect((await jane.change('PATCH', '', { username: 'modern.example' })).status).toBe(400);
    expect((await jane.change('PATCH', '', { username: 'Modern' })).status).toBe(200);
    expect(await registerAs('modem')).toEqual([409, 'ALREADY_TAKEN']);
    expect((await jane.change('PATCH', '', { username: 'jane' })).status).toBe(200);
    expect(await registerAs('modem')).toEqual([201, 'modem']);
    expect((await jane.change('PATCH', '', { username: 'modern' })).body['code']).toBe('ALREADY_TAKEN');
  });

  test('may be one to another spelling that looks like the present one', async () => {
    const { register, registerAs } = await open();
    const jane = await register('paypal');
    expect((await jane.change('PATCH', '', { username: 'PaypaI' })).status).toBe(200);
    expect(await registerAs('paypal')).toEqual([409, 'ALREADY_TAKEN']);
  });

  test('of a user from before there were looks gives them theirs', async () => {
    const { api, register, registerAs } = await open();
    const jane = await register('jane');
    const { connections } = await api.platform.open()(config);
    const [found] = await connections.store.read([userRef(jane.id)]);
    const { looks: _looks, ...before } = found as Record<string, never> & { pk: string; sk: string };
    await connections.store.transact([put(users, before as never)], randomUUID());
    expect((await jane.change('PATCH', '', { username: 'modern' })).status).toBe(200);
    expect(await registerAs('modem')).toEqual([409, 'ALREADY_TAKEN']);
    expect((await jane.change('DELETE', '', { password: PASSWORD })).status).toBe(204);
    expect(await registerAs('modem')).toEqual([201, 'modem']);
  });
});
