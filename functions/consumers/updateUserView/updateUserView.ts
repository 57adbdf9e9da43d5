import { type User, userRef } from '../../../domain/users/user.ts';
import { updateView, type ViewRefs, viewRefs } from '../../../domain/users/view.ts';
import { skip } from '../../../lib/commit/commit.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import type { Ref } from '../../../lib/store/store.ts';
import type { config } from './config.ts';

type AnyUserEvent = (typeof config.events)[number];

type Known = Partial<ViewRefs & { user: Ref<User> }>;

export const updateUserView: Decider<AnyUserEvent, Known> = {
  load: ({ data: { user_id: id } }) => (id === undefined ? {} : { ...viewRefs(id), user: userRef(id) }),
  decide: (event, loaded, context) => {
    const { user_id: userId } = event.data;
    if (userId === undefined) return skip('a user event without a user id');
    return updateView(userId, event, { view: loaded.view, kept: loaded.kept, user: loaded.user }, context);
  },
};
