import { eraseUser, personalRefs } from '../../../domain/personalData/erasure.ts';
import type { userDeleted } from '../../../events/user.ts';
import { skip } from '../../../lib/commit/commit.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const cleanUpDeletedUser: Decider<typeof userDeleted> = {
  load: ({ data }) => (data.user_id === undefined ? {} : personalRefs(data.user_id)),
  decide: ({ data }, found, context) => {
    if (data.user_id === undefined) return skip('a deletion without a user id');
    return eraseUser(data.user_id, found, context);
  },
};
