/** Why a user is not let in, or may not change what they want to. */
import { whyBarred } from '../../../domain/users/barred.ts';
import type { User } from '../../../domain/users/user.ts';
import type { ActionRequest } from '../../../lib/http/action.ts';
import type { Problem } from '../../../lib/http/problem.ts';
import { mayChange, versionMismatch } from '../../../lib/http/versions.ts';

export const wrongCredentials: Problem = {
  status: 401,
  code: 'WRONG_CREDENTIALS',
  title: 'Wrong credentials',
  detail: 'No user has this name and this password.',
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

/** The reason why this user can't be changed by this request, if there is one: barred, or another version than `If-Match` names. Throws a 400 for an `If-Match` that is none. */
export function obstacle(request: ActionRequest<unknown>, user: User): Problem | undefined {
  const barred = whyBarred(user, request.principal);
  if (barred) return barred;
  return mayChange(request, user.version) ? undefined : versionMismatch(user.version);
}
