/** A log-in: how many wrong passwords came in a row before the right one, and the two events that tell of it. */
import { trxLogin } from '../../events/trx.ts';
import { userLoggedIn } from '../../events/user.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import {
  add,
  type Condition,
  defineTable,
  type Item,
  put,
  type Ref,
  remove,
  unchangedSince,
  type Write,
} from '../../lib/store/store.ts';
import { type Checked, knowsPassword } from './credentials.ts';
import { publicState, refOfUser, type User, userKey } from './user.ts';

/** The failed log-ins of one user, or of a name that nobody has: nothing but a count. Absent: none since the last log-in. */
export interface SignIns extends Item {
  failedAttempts: number;
  /** Epoch seconds. */
  expiresAt: number;
}

export const signIns = defineTable<SignIns>({ name: 'signIns', expires: true });

/** After so long a wrong password says nothing about the next right one. */
const MEMORY_SECONDS = 30 * 86_400;

export function signInsRef(userId: string): Ref<SignIns> {
  return refOfUser(signIns, userId);
}

/** Where a log-in comes from. */
export interface Origin {
  ip?: string | undefined;
  country?: string | undefined;
  userAgent?: string | undefined;
}

export interface Attempt {
  userId: string;
  checked: Checked;
  origin: Origin;
}

export type LoggedIn =
  | { kind: 'wrong'; commit: Commit }
  | { kind: 'barred'; status: Exclude<User['status'], 'active'> }
  | { kind: 'in'; user: User; commit: Commit };

/** Who is told that they are barred knows the password; nobody else learns it. */
export function logIn(
  attempt: Attempt,
  loaded: { user: User | undefined; signIns: SignIns | undefined },
  context: DecisionContext,
): LoggedIn {
  const { userId, checked } = attempt;
  const { user } = loaded;
  const failed = failuresOf(loaded.signIns, context.nowMs);
  if (!knowsPassword(checked, user)) {
    return { kind: 'wrong', commit: commit({ writes: [oneMore(userId, failed, loaded.signIns, context)] }) };
  }
  if (user.status !== 'active') return { kind: 'barred', status: user.status };
  const events = eventsOf(attempt, user, failed, context);
  return { kind: 'in', user, commit: commit({ writes: noneAnyMore(userId, loaded.signIns), events }) };
}

/** A store may keep for days what has expired. */
function failuresOf(found: SignIns | undefined, nowMs: number): number {
  return found && found.expiresAt * 1000 > nowMs ? found.failedAttempts : 0;
}

/** An add, so that wrong passwords at once don't overtake each other; an expired count is replaced. */
function oneMore(userId: string, failed: number, found: SignIns | undefined, { nowMs }: DecisionContext): Write {
  const expiresAt = Math.ceil(nowMs / 1000) + MEMORY_SECONDS;
  if (found === undefined || failed > 0) return add(signInsRef(userId), { failedAttempts: 1 }, { expiresAt });
  return put(signIns, { ...userKey(userId), failedAttempts: 1, expiresAt }, asFound(found));
}

/** Those that are told of are no longer there: each is told of once, also where two log in at once. */
function noneAnyMore(userId: string, found: SignIns | undefined): Write[] {
  return found ? [remove<Condition>(signInsRef(userId), asFound(found))] : [];
}

function asFound(found: SignIns | undefined): Condition {
  return unchangedSince(found, 'failedAttempts', 'expiresAt');
}

/** One fact, so one event id. It changes nothing of the user, so neither has a version of its own. */
function eventsOf({ userId, origin }: Attempt, user: User, failed: number, { nowMs, newId }: DecisionContext) {
  const fact = { id: newId(), at: new Date(nowMs).toISOString() };
  const from = {
    ...(origin.ip !== undefined && { ip: origin.ip }),
    ...(origin.country !== undefined && { country: origin.country }),
    ...(origin.userAgent !== undefined && { user_agent: origin.userAgent }),
  };
  return [
    userLoggedIn({ ...publicState(userId, user), ...from, failed_attempts: failed }, fact),
    trxLogin({ user_id: userId, username: user.username, ...from }, fact),
  ];
}
