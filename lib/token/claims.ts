/** Reads from a token’s claims what they say of its subject. */
import type { JWTPayload } from 'jose';

/** `path` is dotted (`realm_access.roles`); the claim is a list of words, or one text of them. Each word once. */
export function rolesIn(claims: Readonly<Record<string, unknown>>, path: string): string[] {
  return [...new Set(wordsOf(valueAt(claims, path)))];
}

function wordsOf(held: unknown): string[] {
  const words: unknown = typeof held === 'string' ? held.split(/[\s,]+/) : held;
  if (!Array.isArray(words)) return [];
  return words.filter((word): word is string => typeof word === 'string' && word !== '');
}

/** The claims of text beside the registered ones (RFC 7519 §4.1) and `auth_time`. */
export function furtherClaims(payload: JWTPayload): Record<string, string> {
  const { iss, sub, aud, exp, nbf, iat, jti, auth_time, ...further } = payload;
  const text = Object.entries(further).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(text);
}

/** A claim may bear the whole path as its name (`https://example.com/roles`). */
function valueAt(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  let value: unknown = claims;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
