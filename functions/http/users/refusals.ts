/** Why a user is not let in, or may not change what they want to. */
import type { User } from '../../../domain/users/user.ts';
import type { ActionRequest } from '../../../lib/http/action.ts';
import type { Problem } from '../../../lib/http/problem.ts';
import { mayChange, versionMismatch } from '../../../lib/http/versions.ts';

export function barred(status: Exclude<User['status'], 'active'>): Problem {
  const code = status === 'suspended' ? 'ACCOUNT_SUSPENDED' : 'ACCOUNT_LOCKED';
  const detail = 'Only an administrator can make it active again.';
  return { status: 403, code, title: `The account is ${status}`, detail };
}

export const wrongCredentials: Problem = {
  status: 401,
  code: 'WRONG_CREDENTIALS',
  title: 'Wrong credentials',
  detail: 'No user has this name and this password.',
};

export const wrongPassword: Problem = {
  status: 403,
  code: 'WRONG_PASSWORD',
  title: 'Wrong password',
  detail: 'It is not the present password of this user.',
};

export function alreadyTaken(taken: readonly ('email' | 'username')[]): Problem {
  return {
    status: 409,
    code: 'ALREADY_TAKEN',
    title: 'Already taken',
    detail: `Another user has this ${taken.join(' and this ')}.`,
    errors: taken.map((path) => ({ path, message: 'is already taken' })),
  };
}

/**
 * What keeps anybody from changing this user now. A token outlives a suspension by some minutes, so users who are not
 * active are refused here, too. Throws a 400 for an `If-Match` that is none.
 */
export function obstacle(request: ActionRequest<unknown>, user: User): Problem | undefined {
  if (user.status !== 'active' && !isAdmin(request)) return barred(user.status);
  return mayChange(request, user.version) ? undefined : versionMismatch(user.version);
}

export function isAdmin({ principal }: Pick<ActionRequest, 'principal'>): boolean {
  return principal?.roles.includes('admin') ?? false;
}
