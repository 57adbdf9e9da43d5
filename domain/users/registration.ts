/** A registration: one user, two names taken, and the events that tell of it, or the reason why not. */
import { welcomeEmail } from '../../events/trx.ts';
import { userRegistered } from '../../events/user.ts';
import { type Commit, commit, type DecisionContext, type Loaded } from '../../lib/commit/commit.ts';
import { putIfAbsent, type Ref } from '../../lib/store/store.ts';
import { listOf } from './lists.ts';
import {
  emailTakenRef,
  lookKeys,
  newUserId,
  publicState,
  type Taken,
  takenNames,
  type User,
  type UsernameRefs,
  userFact,
  userKey,
  usernameRefs,
  users,
} from './user.ts';

export interface Registration {
  username: string;
  email: string;
  locale?: 'en' | 'zh-CN' | undefined;
}

export type NamesInUse = { email: Ref<Taken> } & UsernameRefs;

export function namesOf(registration: Registration, context: DecisionContext): NamesInUse {
  return {
    email: emailTakenRef(registration.email, context),
    ...usernameRefs(registration.username, context),
  };
}

export type Registered = { taken: ('email' | 'username')[] } | { userId: string; user: User; commit: Commit };

export function registerUser(
  registration: Registration,
  passwordHash: string,
  inUse: Loaded<NamesInUse>,
  context: DecisionContext,
): Registered {
  const { email, username, look, otherLook } = inUse;
  const isTaken = { email: email !== undefined, username: [username, look, otherLook].some((found) => found) };
  const taken = (['email', 'username'] as const).filter((name) => isTaken[name]);
  if (taken.length > 0) return { taken };
  const userId = newUserId(context);
  const refs = namesOf(registration, context);
  const user = { ...newUser(userId, registration, passwordHash, context), looks: lookKeys(refs) };
  const names = Object.values(refs);
  const writes = [putIfAbsent(users, user), ...names.map(({ pk, sk }) => putIfAbsent(takenNames, { pk, sk, userId }))];
  return { userId, user, commit: commit({ writes, events: eventsOf(userId, user, context) }) };
}

function newUser(id: string, registration: Registration, passwordHash: string, { nowMs }: DecisionContext): User {
  const createdAt = new Date(nowMs).toISOString();
  return {
    ...userKey(id),
    version: 1,
    username: registration.username,
    email: registration.email,
    passwordHash,
    status: 'active',
    locale: registration.locale ?? 'en',
    createdAt,
    changedAt: createdAt,
    fieldTimes: {},
    listed: listOf(id),
  };
}

/** One fact, so one event id, whatever topics tell of it. */
function eventsOf(userId: string, user: User, { newId }: DecisionContext) {
  const fact = userFact(userId, user, newId());
  const { username, email, locale } = user;
  return [
    userRegistered(publicState(userId, user), fact),
    welcomeEmail({ user_id: userId, username, email, locale }, fact),
  ];
}
