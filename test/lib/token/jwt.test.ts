import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { rotated } from '../../../lib/token/keySet.ts';
import { at, type Claims, claims, givenTokens, signed } from './givenTokens.ts';

describe('a minted token', () => {
  it('names its subject, roles and merchant, and lives for 15 minutes', async () => {
    const { given, tokens } = givenTokens();
    const token = await tokens.mint({ id: 'm-1', roles: ['merchant'], claims: { merchant_id: 'm-1' } });
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'RS256', typ: 'JWT', kid: given.keys.keys[0]?.kid });
    expect(decodeJwt(token)).toEqual(claims);
    const subject = { id: 'm-1', roles: ['merchant'], claims: { merchant_id: 'm-1' } };
    const principal = { issuer: 'event-functions', ...subject, loggedInAt: 1_795_248_000_000 };
    expect(await tokens.verify(token)).toEqual({ principal });
    given.nowMs = at * 1_000 + 899_000;
    expect(await tokens.verify(token)).toEqual({ principal });
    given.nowMs = at * 1_000 + 906_000;
    expect(await tokens.verify(token)).toEqual({ refused: 'It has expired.' });
  });
});

describe('a token is refused', () => {
  it.each<[string, Claims, string]>([
    ['of an unknown issuer', { iss: 'somebody' }, 'Its issuer is not known here.'],
    ['without an issuer', { iss: undefined }, 'Its issuer is not known here.'],
    ['for another audience', { aud: 'somebody' }, 'Its claim aud is not as it must be.'],
    ['without an audience', { aud: undefined }, 'Its claim aud is not as it must be.'],
    ['without an end', { exp: undefined }, 'Its claim exp is not as it must be.'],
    ['without a subject', { sub: undefined }, 'Its claim sub is not as it must be.'],
    ['without a beginning', { iat: undefined }, 'Its claim iat is not as it must be.'],
    ['from the future', { iat: at + 60 }, 'Its claim iat is not as it must be.'],
    ['that ended', { iat: at - 900, exp: at - 6 }, 'It has expired.'],
    ['that was made to live longer than ours do', { iat: at - 1_000, exp: at + 900 }, 'It has expired.'],
  ])('%s', async (_, change, refused) => {
    const { given, tokens } = givenTokens();
    expect(await tokens.verify(await signed(given.keys, change))).toEqual({ refused });
  });

  it.each([
    ['is no JWT', 'abc', 'It is no signed JWT.'],
    ['is not signed', `${base64({ alg: 'none' })}.${base64(claims)}.`, 'It must be signed with RS256.'],
  ])('that %s', async (_, token, refused) => {
    expect(await givenTokens().tokens.verify(token)).toEqual({ refused });
  });

  it('that is signed with another key under the same id, or with the public key as a password', async () => {
    const { given, tokens } = givenTokens();
    const kid = given.keys.keys[0]?.kid ?? '';
    const forged = await signed(rotated(undefined), {}, { kid });
    expect(await tokens.verify(forged)).toEqual({ refused: 'Its signature is wrong.' });
    const modulus = Buffer.from(given.keys.keys[0]?.n ?? '', 'base64url');
    const confused = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid }).sign(modulus);
    expect(await tokens.verify(confused)).toEqual({ refused: 'It must be signed with RS256.' });
  });

  it('that an RSA key signed otherwise than RS256', async () => {
    const { given, tokens } = givenTokens();
    const [key] = given.keys.keys;
    const pss = await importJWK({ ...key, alg: 'PS256', kty: 'RSA' }, 'PS256');
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'PS256', kid: key?.kid ?? '' }).sign(pss);
    expect(await tokens.verify(token)).toEqual({ refused: 'It must be signed with RS256.' });
  });
});

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
