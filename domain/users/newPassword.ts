/** A change of a user's password. Of the password itself the event tells nothing. */
import { userPasswordChanged } from '../../events/user.ts';
import { commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { Changed, Who } from './update.ts';
import { changeUser, publicState, replaceUser, userFact } from './user.ts';

export function changePassword(
  { userId, user }: Who,
  passwordHash: string,
  context: DecisionContext,
): Required<Changed> {
  const next = changeUser(user, { passwordHash }, context.nowMs);
  const event = userPasswordChanged(publicState(userId, next), userFact(userId, next, context.newId()));
  return { user: next, commit: commit({ writes: [replaceUser(next)], events: [event] }) };
}
