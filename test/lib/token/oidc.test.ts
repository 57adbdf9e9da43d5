import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { importJWK, SignJWT } from 'jose';
import { expect, it, onTestFinished } from 'vitest';
import { jwtTokens } from '../../../lib/token/jwt.ts';
import { publicPart, rotated } from '../../../lib/token/keySet.ts';
import { tokenSettings } from '../../fixtures/tokens.ts';

const theirs = rotated(undefined);
const ours = { read: async () => JSON.stringify(rotated(undefined)) };

/** An issuer that answers over HTTP as OpenID Connect Discovery has it. */
async function startIssuer(change: Record<string, unknown> = {}) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const document = { issuer, jwks_uri: `${issuer}/keys`, ...change };
    const keys = { keys: theirs.keys.map(publicPart) };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? keys : document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { issuer, asked };
}

async function tokenOf(issuer: string, claims: Record<string, unknown>): Promise<string> {
  const [key] = theirs.keys;
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: key?.kid ?? '' })
    .setIssuer(issuer)
    .setAudience('shop')
    .setSubject('auth0|7')
    .setExpirationTime('2h')
    .sign(await importJWK(key ?? { kty: 'RSA' }, 'RS256'));
}

const trusting = (issuer: string) =>
  jwtTokens(
    { ...tokenSettings, OIDC_ISSUER: issuer, OIDC_AUDIENCE: 'shop', OIDC_ROLES_CLAIM: 'realm_access.roles' },
    ours,
    Date.now,
  );

it('a token of the issuer named in the settings is taken, with the roles that we know of its claim', async () => {
  const { issuer, asked } = await startIssuer();
  const tokens = trusting(issuer);
  const token = await tokenOf(issuer, { realm_access: { roles: ['merchant', 'offline_access'] }, merchant_id: 'm-1' });
  const principal = { issuer, id: 'auth0|7', roles: ['merchant'], merchantId: 'm-1' };
  expect(await tokens.verify(token)).toEqual({ principal });
  expect(await tokens.verify(token)).toEqual({ principal });
  expect(asked).toEqual(['/.well-known/openid-configuration', '/keys']);
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
