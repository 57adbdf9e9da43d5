import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importJWK, SignJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jwtTokens } from '../../../lib/token/jwt.ts';
import { type KeySet, type PublicKey, publicPart, rotated } from '../../../lib/token/keySet.ts';
import { tokenSettings } from '../../fixtures/tokens.ts';
import { givenTokens, signed } from './givenTokens.ts';

const theirs = rotated(undefined);
const ours = { read: async () => JSON.stringify(rotated(undefined)) };

/** An issuer that answers over HTTP as OpenID Connect Discovery has it. */
async function startIssuer(change: Record<string, unknown> = {}, published: object[] = theirs.keys.map(publicPart)) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const document = { issuer, jwks_uri: `${issuer}/keys`, ...change };
    const keys = { keys: published };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? keys : document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { issuer, asked };
}

interface By {
  set?: KeySet;
  kid?: string | undefined;
}

async function tokenOf(issuer: string, claims: Record<string, unknown>, by: By = {}): Promise<string> {
  const [key] = (by.set ?? theirs).keys;
  const kid = 'kid' in by ? by.kid : key?.kid;
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', ...(kid !== undefined && { kid }) })
    .setIssuer(issuer)
    .setAudience('shop')
    .setSubject('auth0|7')
    .setExpirationTime((claims['exp'] as number | undefined) ?? '2h')
    .sign(await importJWK(key ?? { kty: 'RSA' }, 'RS256'));
}

const trusting = (issuer: string) =>
  jwtTokens(
    { ...tokenSettings, OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'shop', OIDC_ROLES_CLAIM: 'realm_access.roles' },
    ours,
    Date.now,
  );

it('a token of the issuer named in the settings is taken, with the roles of its claim and its further claims', async () => {
  const { issuer, asked } = await startIssuer();
  const tokens = trusting(issuer);
  const token = await tokenOf(issuer, { realm_access: { roles: ['merchant', 'offline_access'] }, merchant_id: 'm-1' });
  const principal = { issuer, id: 'auth0|7', roles: ['merchant', 'offline_access'], claims: { merchant_id: 'm-1' } };
  expect(await tokens.verify(token)).toEqual({ principal });
  expect(await tokens.verify(token)).toEqual({ principal });
  expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
});

it('only auth_time tells of its log-in, for it may be renewed without one', async () => {
  const { issuer } = await startIssuer();
  const tokens = trusting(issuer);
  const renewed = await tokens.verify(await tokenOf(issuer, { iat: 1_795_248_000 }));
  expect(renewed).toEqual({ principal: { issuer, id: 'auth0|7', roles: [], claims: {} } });
  for (const [told, loggedInAt] of [[1_795_247_000, 1_795_247_000_000], ['now']] as const) {
    expect(await tokens.verify(await tokenOf(issuer, { auth_time: told }))).toEqual({
      principal: { issuer, id: 'auth0|7', roles: [], claims: {}, ...(loggedInAt && { loggedInAt }) },
    });
  }
});

it('its roles are nobody’s where the claim is elsewhere', async () => {
  const { issuer } = await startIssuer();
  expect(await trusting(issuer).verify(await tokenOf(issuer, { roles: ['admin'] }))).toMatchObject({
    principal: { roles: [] },
  });
});

it('a token that only claims to be the issuer’s is refused', async () => {
  const { issuer } = await startIssuer();
  const [key] = rotated(undefined).keys;
  const forged = await new SignJWT({ realm_access: { roles: ['admin'] } })
    .setProtectedHeader({ alg: 'RS256', kid: theirs.keys[0]?.kid ?? '' })
    .setIssuer(issuer)
    .setAudience('shop')
    .setSubject('a')
    .setExpirationTime('2h')
    .sign(await importJWK(key ?? { kty: 'RSA' }, 'RS256'));
  expect(await trusting(issuer).verify(forged)).toEqual({ refused: 'Its signature is wrong.' });
});

it('an issuer that can not be reached, or calls itself otherwise, is a fault of nobody’s token', async () => {
  const { issuer } = await startIssuer({ issuer: 'http://somebody.example' });
  const refused = trusting(issuer).verify(await tokenOf(issuer, {}));
  await expect(refused).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  const nowhere = 'http://127.0.0.1:1';
  const unreachable = trusting(nowhere).verify(await tokenOf(nowhere, {}));
  await expect(unreachable).rejects.toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
});

describe('a token without a key id', () => {
  const withoutId = ({ kid: _, ...key }: PublicKey) => key;
  const sets = [rotated(undefined), theirs, rotated(undefined)];
  const published = sets.flatMap(({ keys }) => keys.map(publicPart));
  const short = { ...generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }) };
  const [first = {}] = published;
  const broken = { ...first, kid: 'broken', n: '!', e: '' };

  it.each([
    ['with their ids', published],
    ['without ids', published.map(withoutId)],
    ['some of no use', [broken, short, ...published]],
    ['under one id', published.map((key) => ({ ...key, kid: 'same' }))],
  ])('is verified by each of several keys %s', async (_, keys) => {
    const { issuer } = await startIssuer({}, keys);
    const tokens = trusting(issuer);
    const kid = keys.every((key) => (key as { kid?: string }).kid === 'same') ? 'same' : undefined;
    expect(await tokens.verify(await tokenOf(issuer, {}, { kid }))).toMatchObject({ principal: { id: 'auth0|7' } });
    const stranger = await tokenOf(issuer, {}, { set: rotated(undefined), kid });
    expect(await tokens.verify(stranger)).toEqual({ refused: 'Its signature is wrong.' });
  });

  it('is refused for its claims like any other', async () => {
    const { issuer } = await startIssuer({}, published);
    const late = await tokenOf(issuer, { exp: 1 }, { kid: undefined });
    expect(await trusting(issuer).verify(late)).toEqual({ refused: 'It has expired.' });
  });

  it.each([
    ['short', [short]],
    ['broken', [broken]],
  ])('is refused where the only key is %s', async (_, keys) => {
    const { issuer } = await startIssuer({}, keys);
    const token = await tokenOf(issuer, {}, { kid: undefined });
    expect(await trusting(issuer).verify(token)).toEqual({ refused: 'The key of its issuer is of no use.' });
  });

  it('is verified by each of our own keys', async () => {
    const [former, other] = [rotated(undefined), rotated(undefined)];
    const { tokens } = givenTokens({ keys: [...other.keys, ...former.keys] });
    const token = await signed(former, {}, { kid: undefined });
    expect(await tokens.verify(token)).toMatchObject({ principal: { id: 'm-1' } });
    const stranger = await signed(rotated(undefined), {}, { kid: undefined });
    expect(await tokens.verify(stranger)).toEqual({ refused: 'Its signature is wrong.' });
  });
});
