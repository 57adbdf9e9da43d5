/** A change of a user's status. Who is not active may neither log in nor change anything. */
import { userStatusChanged } from '../../events/user.ts';
import { commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { Changed, Who } from './update.ts';
import { changeUser, publicState, replaceUser, type User, userFact } from './user.ts';

export interface NewStatus {
  status: User['status'];
  reason?: string | undefined;
}

/** The status that the user has already changes nothing, whatever the reason. */
export function changeStatus({ userId, user }: Who, { status, reason }: NewStatus, context: DecisionContext): Changed {
  if (user.status === status) return { user };
  const next = changeUser(user, { status }, context.nowMs);
  const told = { old_status: user.status, ...(reason !== undefined && { reason }) };
  const event = userStatusChanged({ ...publicState(userId, next), ...told }, userFact(userId, next, context.newId()));
  return { user: next, commit: commit({ writes: [replaceUser(next)], events: [event] }) };
}
