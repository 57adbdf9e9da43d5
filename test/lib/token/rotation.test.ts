import { generateKeyPairSync } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { jwtTokens } from '../../../lib/token/jwt.ts';
import { rotated } from '../../../lib/token/keySet.ts';
import { tokenSettings } from '../../fixtures/tokens.ts';
import { at, givenTokens, signed } from './givenTokens.ts';

describe('a rotation', () => {
  it('leaves tokens of the key before valid, signs with the new one, and ends the one before that', async () => {
    const { given, tokens } = givenTokens();
    const first = await tokens.mint({ id: 'a', roles: ['admin'] });
    given.keys = rotated(given.keys);
    given.nowMs += 300_000;
    const second = await tokens.mint({ id: 'a', roles: ['admin'] });
    expect(decodeProtectedHeader(second).kid).toBe(given.keys.keys[0]?.kid);
    expect([await tokens.verify(first), await tokens.verify(second)]).toMatchObject([
      { principal: { id: 'a' } },
      { principal: { id: 'a' } },
    ]);
    expect((await tokens.publicKeys()).map(({ kid }) => kid)).toEqual(given.keys.keys.map(({ kid }) => kid));
    given.keys = rotated(given.keys);
    given.nowMs += 300_000;
    expect(await tokens.verify(first)).toEqual({ refused: 'No key of its issuer has its key id.' });
    expect(await tokens.verify(second)).toMatchObject({ principal: { id: 'a' } });
  });

  it('is noticed at once by a token of a new key, but made-up key ids read the secret once in five seconds at most', async () => {
    const { given, tokens } = givenTokens();
    await tokens.publicKeys();
    given.keys = rotated(given.keys);
    given.nowMs += 31_000;
    expect(await tokens.verify(await signed(given.keys, { iat: at + 31, exp: at + 900 }))).toHaveProperty('principal');
    for (let n = 0; n < 20; n += 1) {
      await tokens.verify(await signed(given.keys, {}, { kid: `made-up-${n}` }));
    }
    expect(given.reads).toBe(2);
  });

  it('outlives a secret that can not be read, once it was read, and does not ask for it with every request', async () => {
    const { given, tokens } = givenTokens();
    const token = await tokens.mint({ id: 'a', roles: ['admin'] });
    given.fault = new Error('connection refused');
    given.nowMs += 400_000;
    const verified = await Promise.all(Array.from({ length: 9 }, () => tokens.verify(token)));
    expect(verified.filter((one) => 'principal' in one)).toHaveLength(9);
    await tokens.verify(token);
    expect(given.reads).toBe(2);
    given.nowMs += 5_000;
    await tokens.verify(token);
    expect(given.reads).toBe(3);
  });
});

it('shows nothing of a key but its public part', async () => {
  const [key] = await givenTokens().tokens.publicKeys();
  expect(Object.keys(key ?? {}).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

it('refuses keys that can not sign, and says nothing of what they are', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const { n } = publicKey.export({ format: 'jwk' });
  const source = { read: async () => JSON.stringify({ keys: [{ kty: 'RSA', kid: 'a', n, e: 'AQAB' }] }) };
  const told = await jwtTokens(tokenSettings, source, Date.now)
    .ready()
    .catch((error: Error) => error.message);
  expect(told).toContain('keys.0.d');
  expect(told).not.toContain(n);
});
