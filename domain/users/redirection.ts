/**
 * A change of where a user is written to. Whoever holds a token for a moment must not turn the user's warnings away: it
 * takes the password or a fresh log-in, it is told to the address before, and security notices go there for a time.
 */

import * as z from 'zod';
import { userNoticeRaised } from '../../events/userNotices.ts';
import { CLOCK_TOLERANCE_MS } from '../../lib/clock/clock.ts';
import type { Commit, DecisionContext } from '../../lib/commit/commit.ts';
import type { Problem } from '../../lib/http/problem.ts';
import { normaliseAddress } from '../../lib/mail/address.ts';
import type { Principal } from '../../lib/token/principal.ts';
import { isAdmin } from './barred.ts';
import { type Checked, knowsPassword, wrongPassword } from './credentials.ts';
import { type FormerAddresses, leaveAddress } from './formerAddresses.ts';
import type { User } from './user.ts';

export const redirectionSettings = z.object({
  FRESH_LOGIN_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(86_400)
    .default(300)
    .describe('how long after a log-in its token alone may change an e-mail address, phone number or webhook'),
  FORMER_ADDRESS_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(14)
    .describe('how long security notices also go to an e-mail address that was changed'),
});

export type RedirectionSettings = z.output<typeof redirectionSettings>;

/** The part that was changed: `login_email` is the account's address, `email` the one that messages go to. */
export type ChangedPart = 'email' | 'login_email' | 'phone' | 'webhook';

export interface Asking {
  by: Principal | undefined;
  /** The check of the password, where one was sent: it must be right, whoever sends it. */
  checked: Checked | undefined;
  user: User | undefined;
}

/** Why nothing may be changed by this request; `redirects`: it would turn something elsewhere. Administrators may. */
export function whyNotRedirected(
  { by, checked, user }: Asking,
  redirects: boolean,
  { nowMs, settings }: Pick<DecisionContext<RedirectionSettings>, 'nowMs' | 'settings'>,
): Problem | undefined {
  if (checked) return knowsPassword(checked, user) ? undefined : wrongPassword;
  if (!redirects || isAdmin(by)) return undefined;
  const seconds = settings.FRESH_LOGIN_SECONDS;
  return isRecent(by?.loggedInAt, seconds, nowMs) ? undefined : loginNotFresh(seconds);
}

/** A log-in of the future is none that we know of: its issuer counts in another unit, or its clock is broken. */
function isRecent(loggedInAt: number | undefined, seconds: number, nowMs: number): boolean {
  if (loggedInAt === undefined || loggedInAt > nowMs + CLOCK_TOLERANCE_MS) return false;
  return nowMs - loggedInAt <= seconds * 1000;
}

export interface Redirection {
  userId: string;
  changed: readonly ChangedPart[];
  /** The address that the changed one replaces. */
  left?: string | undefined;
  former: FormerAddresses | undefined;
}

/** The writes and events that go with the change. */
export function redirection(
  { userId, changed, left, former }: Redirection,
  { nowMs, newId, settings }: DecisionContext<RedirectionSettings>,
): Pick<Commit, 'writes' | 'events'> {
  if (changed.length === 0) return { writes: [], events: [] };
  const params = { changed: [...changed], at: new Date(nowMs).toISOString() };
  const notice = { user_id: userId, notice: 'contact_changed', params, category: 'security' as const };
  const days = settings.FORMER_ADDRESS_DAYS;
  return {
    writes: left === undefined ? [] : leaveAddress(userId, left, former, { nowMs, days }),
    events: [userNoticeRaised({ ...notice, cause_event_id: newId() })],
  };
}

/** Another spelling of an address is no other address. */
export function isOtherAddress(one: string | undefined, other: string | undefined): boolean {
  return (one && normaliseAddress(one)) !== (other && normaliseAddress(other));
}

/** The challenge is RFC 9470's. */
function loginNotFresh(seconds: number): Problem {
  return {
    status: 401,
    code: 'LOGIN_NOT_FRESH',
    title: 'A fresh log-in is needed',
    detail: `Changing where a user is written to needs \`password\`, or a log-in of the last ${seconds} s. Log in again, or send the password.`,
    challenge: `Bearer error="insufficient_user_authentication", max_age="${seconds}"`,
  };
}
