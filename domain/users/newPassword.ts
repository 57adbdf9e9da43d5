/** A change of a user's password. Of the password itself the event tells nothing. */
import { userPasswordChanged } from '../../events/user.ts';
import { commit, type Surroundings } from '../../lib/commit/commit.ts';
import type { Changed, Who } from './update.ts';
import { changeUser, publicState, replaceUser, userFact } from './user.ts';

export function changePassword(
  { userId, user }: Who,
  passwordHash: string,
  surroundings: Surroundings,
): Required<Changed> {
  const next = changeUser(user, { passwordHash }, surroundings.nowMs);
  const event = userPasswordChanged(publicState(userId, next), userFact(userId, next, surroundings.newId()));
  return { user: next, commit: commit({ writes: [replaceUser(next)], events: [event] }) };
}
