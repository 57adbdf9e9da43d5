/**
 * Where something is held on a user. What an erasure erases, and what an export shows, goes by this list and
 * sealedLists.ts, and no other: a table that is in neither must hold nothing of a person, and a test has that written
 * down for each.
 */
import { type Commit, commit, type DecisionContext, type Loaded, type Refs } from '../../lib/commit/commit.ts';
import { riskSubjectRef, riskSubjects } from '../risk/check.ts';
import { removeUser } from '../users/deletion.ts';
import { formerAddresses } from '../users/formerAddresses.ts';
import { signInsRef } from '../users/logIn.ts';
import { loginPatterns } from '../users/loginPattern.ts';
import { lastLogins } from '../users/logins.ts';
import { type PersonalItem, removed, tombstoned } from '../users/personalItem.ts';
import { userSettings } from '../users/settings.ts';
import { type User, userRef } from '../users/user.ts';
import { destroyKey, type UserKey, userKeyRef } from '../users/userKey.ts';
import { buryKept, buryView, type ForeignUserFields, type UserView, viewRefs } from '../users/view.ts';

/** By the name of their table. A new one is a line here, `name: tombstoned(name)`, its table made by `withTombstones`. */
export const personalItems = {
  users: {
    find: userRef,
    erase: (found: User | undefined, { userId, digest }) => (found ? removeUser(userId, found, { digest }) : []),
    secrets: ['passwordHash'],
  },
  userKeys: {
    find: userKeyRef,
    erase: (found: UserKey | undefined, { userId, at }) => destroyKey(userId, found, at),
    secrets: ['salt'],
  },
  userSettings: { ...tombstoned(userSettings), secrets: ['webhookSecret'] },
  signIns: removed(signInsRef),
  formerAddresses: tombstoned(formerAddresses),
  lastLogins: tombstoned(lastLogins),
  loginPatterns: tombstoned(loginPatterns),
  userViews: {
    find: (userId) => viewRefs(userId).view,
    erase: (found: UserView | undefined, { userId }) => buryView(userId, found),
  },
  foreignUserFields: {
    find: (userId) => viewRefs(userId).kept,
    erase: (found: ForeignUserFields | undefined, { userId }) => buryKept(userId, found),
  },
  riskSubjects: tombstoned(riskSubjects, (userId) => riskSubjectRef('user', userId)),
} satisfies Record<string, PersonalItem>;

const items: readonly [string, PersonalItem][] = Object.entries(personalItems);

export function personalRefs(userId: string): Refs {
  return Object.fromEntries(items.map(([name, { find }]) => [name, find(userId)]));
}

/** All of it in one commit, under conditions on what was found: whoever came in between is seen by the next decision. */
export function eraseUser(userId: string, found: Loaded<Refs>, { nowMs, digest }: DecisionContext): Commit {
  const erasing = { userId, at: new Date(nowMs).toISOString(), digest };
  return commit({ writes: items.flatMap(([name, { erase }]) => erase(found[name], erasing)) });
}
