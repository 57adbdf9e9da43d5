import { statSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { localTokens } from '../fixtures/tokens.ts';
import { newFolder } from '../local/programs.ts';
import { runOps } from './runOps.ts';

describe('ops token', () => {
  it('prints nothing but a token that the stack of that folder takes', async () => {
    const state = newFolder();
    const args = ['token', '--role', 'merchant', '--merchant-id', 'm-1', '--state', state];
    const { status, stdout, stderr } = await runOps(args);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await localTokens({ folder: state, now: Date.now }).verify(stdout.trim())).toEqual({
      principal: {
        issuer: 'event-functions',
        id: 'm-1',
        roles: ['merchant'],
        claims: { merchant_id: 'm-1' },
        loggedInAt: expect.any(Number),
      },
    });
    expect(statSync(join(state, 'tokenKeys.json')).mode & 0o777).toBe(0o600);
  });

  it('makes the folder where it is missing, and takes the settings’ issuer and audience', async () => {
    const state = join(newFolder(), 'new');
    const variables = { STATE_DIR: state, TOKEN_ISSUER: 'https://users.example', TOKEN_AUDIENCE: 'shop' };
    const { stdout } = await runOps(['token', '--role', 'admin', '--json'], variables);
    const { token, ...told } = JSON.parse(stdout);
    expect(told).toEqual({ role: 'admin', subject: 'local-admin', expires_in: 900 });
    expect(decodeJwt(token)).toMatchObject({ iss: 'https://users.example', aud: 'shop', roles: ['admin'] });
  });

  it.each([
    [[], '--role is one of user, merchant, admin, service; came none.'],
    [['--role', 'root'], '--role is one of user, merchant, admin, service; came root.'],
    [['--role', 'merchant'], '--role merchant needs --merchant-id: a merchant may touch only their own.'],
    [['--role', 'user'], '--role user needs --user-id: a user may touch only their own.'],
    [['--rule', 'user'], "Unknown option '--rule'. Did you mean --role? See npm run ops -- token --help."],
  ])('refuses %j in one sentence', async (args, sentence) => {
    expect(await runOps(['token', ...args])).toEqual({ status: 1, stdout: '', stderr: `${sentence}\n` });
  });
});

describe('ops token-keys', () => {
  it('makes a key, and rotates: the new one signs, the one before stays', async () => {
    const first = JSON.parse((await runOps(['token-keys'])).stdout);
    const { stdout } = await runOps(['token-keys', '--rotate', '-'], {}, JSON.stringify(first));
    const second = JSON.parse(stdout);
    expect(second.keys).toHaveLength(2);
    expect(second.keys[1]).toEqual(first.keys[0]);
    const third = JSON.parse((await runOps(['token-keys', '--rotate', '-'], {}, stdout)).stdout);
    expect(third.keys[1]).toEqual(second.keys[0]);
    expect(third.keys).toHaveLength(2);
  });

  it('says what is wrong with a set, and not what is in it', async () => {
    const { status, stderr } = await runOps(['token-keys', '--rotate', '-'], {}, '{"keys":[{"d":"very secret"}]}');
    expect(status).toBe(1);
    expect(stderr).toContain('no JWK set of private RSA keys');
    expect(stderr).not.toContain('very secret');
    const missing = await runOps(['token-keys', '--rotate', '/none/such.json']);
    expect(missing.stderr).toMatch(/^\/none\/such\.json can't be read/);
  });
});

describe('ops', () => {
  it('lists its commands, helps with each, and refuses others', async () => {
    const { status, stdout } = await runOps([]);
    expect([status, stdout]).toEqual([0, expect.stringContaining('  token            mints a bearer token')]);
    expect((await runOps(['token', '--help'])).stdout).toContain('--merchant-id ID');
    const other = await runOps(['toString']);
    expect(other).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        'There is no command toString; there are callback-secret, doctor, due, groups, orders, outbox, sagas, token',
      ),
    });
  });
});

it('a local token bears the id of the key that signed it', async () => {
  const state = newFolder();
  const { stdout } = await runOps(['token', '--role', 'service', '--state', state]);
  const [key] = await localTokens({ folder: state, now: Date.now }).publicKeys();
  expect(decodeProtectedHeader(stdout.trim()).kid).toBe(key?.kid);
});
