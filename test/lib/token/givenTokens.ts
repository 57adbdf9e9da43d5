/** Tokens whose keys and clock the test owns. */
import { importJWK, SignJWT } from 'jose';
import { jwtTokens } from '../../../lib/token/jwt.ts';
import { type KeySet, rotated } from '../../../lib/token/keySet.ts';
import { tokenSettings } from '../../fixtures/tokens.ts';

const atMs = Date.parse('2026-11-21T08:00:00.000Z');

export const at = atMs / 1000;

export function givenTokens(first: KeySet = rotated(undefined)) {
  const given = { keys: first, nowMs: atMs, reads: 0, fault: undefined as Error | undefined };
  const source = {
    read: async () => {
      given.reads += 1;
      if (given.fault) throw given.fault;
      return JSON.stringify(given.keys);
    },
  };
  return { given, tokens: jwtTokens(tokenSettings, source, () => given.nowMs) };
}

export type Claims = Record<string, unknown>;

export const claims = {
  iss: 'event-functions',
  aud: 'event-functions',
  sub: 'm-1',
  roles: ['merchant'],
  merchant_id: 'm-1',
  iat: at,
  exp: at + 900,
};

/** Signed with the set's first key, whatever it says. */
export async function signed(set: KeySet, change: Claims = {}, header: Claims = {}): Promise<string> {
  const [key] = set.keys;
  const told = Object.fromEntries(Object.entries({ ...claims, ...change }).filter(([, value]) => value !== undefined));
  return await new SignJWT(told)
    .setProtectedHeader({ alg: 'RS256', kid: key?.kid ?? '', ...header })
    .sign(await importJWK(key ?? { kty: 'RSA' }, 'RS256'));
}
