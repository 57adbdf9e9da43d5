import { updateView, type ViewRefs, viewRefs } from '../../../domain/users/view.ts';
import { skip } from '../../../lib/commit/commit.ts';
import type { Decider } from '../../../lib/consumer/decider.ts';
import type { config } from './config.ts';

type AnyUserEvent = (typeof config.events)[number];

export const updateUserView: Decider<AnyUserEvent, Partial<ViewRefs>> = {
  load: ({ data }) => (data.user_id === undefined ? {} : viewRefs(data.user_id)),
  decide: (event, loaded) => {
    const { user_id: userId } = event.data;
    if (userId === undefined) return skip('a user event without a user id');
    return updateView(userId, event, { view: loaded.view, kept: loaded.kept });
  },
};
