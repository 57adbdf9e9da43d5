/** The login log, and when each user was last there. */
import type { trxLogin } from '../../events/trx.ts';
import type { userLoggedIn } from '../../events/user.ts';
import type { Commit, DecisionContext, Loaded } from '../../lib/commit/commit.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import type { DataOf } from '../../lib/envelope/event.ts';
import {
  check,
  defineTable,
  type Item,
  put,
  type Ref,
  unchangedSince,
  type Write,
  withTombstones,
} from '../../lib/store/store.ts';
import { compareTimes } from '../time.ts';
import type { LivingUser } from './aboutUser.ts';
import { entered, type LogEntry, sealedEntry } from './sealedLog.ts';
import { refOfUser, userKey } from './user.ts';

/** One a user. With `deletedAt` it is what an erasure left: nobody writes beside it any more. */
export interface LastLogin extends Item {
  version: number;
  at?: string;
  deletedAt?: string;
}

export const logins = defineTable<LogEntry>({ name: 'logins' });
export const lastLogins = withTombstones(defineTable<LastLogin>({ name: 'lastLogins' }));

export type KnownLogin = { last: Ref<LastLogin> };

export function lastLoginOf(userId: string): KnownLogin {
  return { last: refOfUser(lastLogins, userId) };
}

type Login = Envelope<DataOf<typeof userLoggedIn | typeof trxLogin>>;

/** Two topics tell of one login with one id and one time, so they come to one entry: the second finds it there. */
export function logLogin(
  user: LivingUser,
  login: Login,
  { last }: Loaded<KnownLogin>,
  { nowMs }: Pick<DecisionContext, 'nowMs'>,
): Commit {
  const { ip, country, user_agent } = login.data;
  const entry = sealedEntry(logins, user, login, { clear: {}, sealed: { ip, country, user_agent } });
  return entered(entry, login, [...user.key.writes, moveForward(user.id, login, last, nowMs)]);
}

/** Late logins, and those of no known time, move nothing, but stand on what was loaded like the others: none is written after an erasure. */
function moveForward(
  userId: string,
  { timestamp, hasNoTime }: Login,
  last: LastLogin | undefined,
  nowMs: number,
): Write {
  const now = new Date(nowMs).toISOString();
  // No login comes from the future: a producer's wrong clock must not hold the time for ever.
  const at = compareTimes(timestamp, now) > 0 ? now : timestamp;
  const unchanged = unchangedSince(last, 'version');
  if (hasNoTime || (last?.at !== undefined && compareTimes(at, last.at) <= 0))
    return check(lastLoginOf(userId).last, unchanged);
  return put(lastLogins, { ...userKey(userId), version: (last?.version ?? 0) + 1, at }, unchanged);
}
