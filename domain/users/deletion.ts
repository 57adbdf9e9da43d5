/** A user's deletion: their record and names go at once, and all else that is held of them when the event is read. */
import { userDeleted } from '../../events/user.ts';
import { type Commit, commit, type Surroundings } from '../../lib/commit/commit.ts';
import { remove } from '../../lib/store/store.ts';
import type { Who } from './update.ts';
import { changeUser, emailTakenRef, userFact, usernameTakenRef, userRef } from './user.ts';

/** The deletion is the version after the last one. */
export function deleteUser({ userId, user }: Who, surroundings: Surroundings): Commit {
  const { version, username, email, locale } = user;
  const gone = changeUser(user, {}, surroundings.nowMs);
  const names = [emailTakenRef(email, surroundings), usernameTakenRef(username, surroundings)];
  const told = { user_id: userId, user_version: gone.version, username, email, locale, deleted_at: gone.changedAt };
  return commit({
    writes: [
      remove(userRef(userId), { equals: { version } }),
      ...names.map((name) => remove(name, { equals: { userId } })),
    ],
    events: [userDeleted(told, userFact(userId, gone, surroundings.newId()))],
  });
}
