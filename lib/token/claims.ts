/** The roles that a token's claims hold. */
import { type Role, roles } from './principal.ts';

/** `path` is dotted (`realm_access.roles`); the claim is a list of words, or one text of them. Words we have no role for are left out. */
export function rolesIn(claims: Readonly<Record<string, unknown>>, path: string): Role[] {
  const held = valueAt(claims, path);
  const words = wordsOf(held);
  return roles.filter((role) => words.includes(role));
}

function wordsOf(held: unknown): unknown[] {
  if (typeof held === 'string') return held.split(/[\s,]+/);
  return Array.isArray(held) ? held : [];
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
