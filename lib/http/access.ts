/** Who may call a route, and whose things they may touch. */

import { knownPart, ownId, type Principal, type Roles } from '../token/principal.ts';
import type { Tokens } from '../token/tokens.ts';
import type { ActionRequest, Owner } from './action.ts';
import type { Access, Scope } from './config.ts';
import { ProblemError } from './problem.ts';

/** A role the caller has, what the route lets it touch, and which id is its own; undefined where it owns nothing. */
export interface Grant {
  role: string;
  scope: Scope;
  own: string | undefined;
}

const BEARER = /^Bearer +([\w.~+/=-]+)$/i;

/** The caller that the bearer token names. Throws a 401, or a Fault where the keys that judge tokens can't be had. */
export async function authenticate(
  authorization: string | undefined,
  tokens: Tokens,
  roles: Roles,
): Promise<Principal> {
  if (authorization === undefined) throw unauthenticated('Send Authorization: Bearer with a token.');
  const [, token] = BEARER.exec(authorization) ?? [];
  if (token === undefined) throw unauthenticated('The header Authorization must be Bearer and a token.');
  const verified = await tokens.verify(token);
  if ('refused' in verified) throw unauthenticated(`The token is refused. ${verified.refused}`, 'invalid_token');
  return knownPart(verified.principal, roles);
}

/** By role alone, before anything of the request is looked at. Throws a 403. */
export function grantsOf(access: Exclude<Access, string>, principal: Principal, roles: Roles): Grant[] {
  const grants = Object.entries(access).flatMap(([role, scope]) =>
    scope !== undefined && principal.roles.includes(role) ? [{ role, scope, own: ownId(role, roles, principal) }] : [],
  );
  if (grants.length > 0) return grants;
  throw forbidden(`This needs a token with one of the roles ${Object.keys(access).join(', ')}.`);
}

/** The grants that hold for this request, as far as it tells whose it is. Throws a 403. */
export function ownRequest(grants: readonly Grant[], request: ActionRequest): Grant[] {
  const left = grants.filter(
    ({ scope, own }) => scope === 'all' || scope === 'found' || isOwn(own, valueAt(request, scope)),
  );
  if (left.length > 0) return left;
  throw notYours(grants);
}

/** Checks the owner that the decision names; where it names nobody, it is nobody's. Throws a 403. */
export function ownFound(grants: readonly Grant[], owner: Owner): void {
  const isFine = grants.some(({ role, scope, own }) => scope !== 'found' || isOwn(own, owner[role]));
  if (!isFine) throw notYours(grants);
}

function isOwn(own: string | undefined, id: unknown): boolean {
  return own !== undefined && own === id;
}

/** `body.owner_id` → that field. */
export function valueAt({ body, path }: ActionRequest, scope: string): unknown {
  const [part, name = ''] = scope.split('.');
  const fields: unknown = part === 'path' ? path : body;
  return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>)[name] : undefined;
}

function notYours(grants: readonly Grant[]): ProblemError {
  const roles = grants.map(({ role }) => role).join(', ');
  return forbidden(`It is not yours: a token with the role ${roles} may touch only what is its holder’s own.`);
}

function forbidden(detail: string): ProblemError {
  return new ProblemError({ status: 403, code: 'FORBIDDEN', title: 'Forbidden', detail });
}

/** The challenge is RFC 6750's. */
function unauthenticated(detail: string, error?: string): ProblemError {
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  return new ProblemError({ status: 401, code: 'UNAUTHENTICATED', title: 'Not authenticated', detail, challenge });
}
