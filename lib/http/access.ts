/** Who may call a route, and whose things they may touch. */

import { ownId, type Principal, type Role, roles } from '../token/principal.ts';
import type { Tokens } from '../token/tokens.ts';
import type { ActionRequest, Owner } from './action.ts';
import type { Access, Scope } from './config.ts';
import { ProblemError } from './problem.ts';

/** A role the caller has, and what the route lets it touch. */
export interface Grant {
  role: Role;
  scope: Scope;
}

const BEARER = /^Bearer +([\w.~+/=-]+)$/i;

/** Whoever the bearer token names. Throws a 401; what keeps tokens from being judged is a Fault. */
export async function authenticate(authorization: string | undefined, tokens: Tokens): Promise<Principal> {
  if (authorization === undefined) throw unauthenticated('Send Authorization: Bearer with a token.');
  const [, token] = BEARER.exec(authorization) ?? [];
  if (token === undefined) throw unauthenticated('The header Authorization must be Bearer and a token.');
  const verified = await tokens.verify(token);
  if ('refused' in verified) throw unauthenticated(`The token is refused. ${verified.refused}`, 'invalid_token');
  return verified.principal;
}

/** By role alone, before anything of the request is looked at. Throws a 403. */
export function grantsOf(access: Exclude<Access, string>, principal: Principal): Grant[] {
  const grants = roles.flatMap((role) => {
    const scope = access[role];
    return scope !== undefined && principal.roles.includes(role) ? [{ role, scope }] : [];
  });
  if (grants.length > 0) return grants;
  throw forbidden(`This needs a token with one of the roles ${Object.keys(access).join(', ')}.`);
}

/** The grants that hold for this request, as far as it tells whose it is. Throws a 403. */
export function ownRequest(grants: readonly Grant[], principal: Principal, request: ActionRequest): Grant[] {
  const left = grants.filter(({ role, scope }) => {
    if (scope === 'all' || scope === 'found') return true;
    return isOwn(role, principal, valueAt(request, scope));
  });
  if (left.length > 0) return left;
  throw notYours();
}

/** Whose the decision says it is. A decision that names nobody is nobody's. Throws a 403. */
export function ownFound(grants: readonly Grant[], principal: Principal, owner: Owner): void {
  const isFine = grants.some(({ role, scope }) => scope !== 'found' || isOwn(role, principal, owner[role]));
  if (!isFine) throw notYours();
}

function isOwn(role: Role, principal: Principal, id: unknown): boolean {
  const own = ownId(role, principal);
  return own !== undefined && own === id;
}

/** `body.merchant_id` → that field. */
export function valueAt({ body, path }: ActionRequest, scope: string): unknown {
  const [part, name = ''] = scope.split('.');
  const fields: unknown = part === 'path' ? path : body;
  return typeof fields === 'object' && fields !== null ? (fields as Record<string, unknown>)[name] : undefined;
}

function notYours(): ProblemError {
  return forbidden('It is not yours: a merchant may touch only its own merchant_id, a user only their own data.');
}

function forbidden(detail: string): ProblemError {
  return new ProblemError({ status: 403, code: 'FORBIDDEN', title: 'Forbidden', detail });
}

/** The challenge is RFC 6750's. */
function unauthenticated(detail: string, error?: string): ProblemError {
  const challenge = error === undefined ? 'Bearer' : `Bearer error="${error}"`;
  return new ProblemError({ status: 401, code: 'UNAUTHENTICATED', title: 'Not authenticated', detail, challenge });
}
