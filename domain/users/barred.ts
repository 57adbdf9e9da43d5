/** Who is not active may change nothing. A token outlives a suspension by some minutes, so this is asked of each request. */
import type { Problem } from '../../lib/http/problem.ts';
import type { Principal } from '../../lib/token/principal.ts';
import type { User } from './user.ts';

/** Why they may not; only an administrator may in spite of it. A user of whom we have no record is barred from nothing. */
export function whyBarred(user: Pick<User, 'status'> | undefined, by: Principal | undefined): Problem | undefined {
  if (user === undefined || user.status === 'active' || isAdmin(by)) return undefined;
  return barred(user.status);
}

export function barred(status: Exclude<User['status'], 'active'>): Problem {
  const code = status === 'suspended' ? 'ACCOUNT_SUSPENDED' : 'ACCOUNT_LOCKED';
  const detail = 'Only an administrator can make it active again.';
  return { status: 403, code, title: `The account is ${status}`, detail };
}

export function isAdmin(principal: Principal | undefined): boolean {
  return principal?.roles.includes('admin') ?? false;
}
