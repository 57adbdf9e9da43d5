/** A user's deletion: their record and names go at once, and all else that is held of them when the event is read. */
import { userDeleted } from '../../events/user.ts';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import { remove, type Write } from '../../lib/store/store.ts';
import type { Who } from './update.ts';
import { changeUser, emailTakenRef, lookRef, type User, userFact, usernameTakenRef, userRef } from './user.ts';

/** The deletion is the version after the last one. `locale` is the language that the user wants to hear from us in. */
export function deleteUser({ userId, user }: Who, locale: string, context: DecisionContext): Commit {
  const { username, email } = user;
  const gone = changeUser(user, {}, context.nowMs);
  const told = { user_id: userId, user_version: gone.version, username, email, locale, deleted_at: gone.changedAt };
  return commit({
    writes: removeUser(userId, user, context),
    events: [userDeleted(told, userFact(userId, gone, context.newId()))],
  });
}

/** The names are free again. They are the user's as long as the record is this version, for they change together. */
export function removeUser(userId: string, user: User, context: Pick<DecisionContext, 'digest'>): Write[] {
  const looks = (user.looks ?? []).map(lookRef);
  const names = [emailTakenRef(user.email, context), usernameTakenRef(user.username, context), ...looks];
  return [
    remove(userRef(userId), { equals: { version: user.version } }),
    ...names.map((name) => remove(name, { equals: { userId } })),
  ];
}
