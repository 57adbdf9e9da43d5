import { initialSettings } from '../../../domain/users/settings.ts';
import type { userRegistered } from '../../../events/user.ts';
import { commit, skip } from '../../../lib/commit/commit.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const initialiseUserSettings: Decider<typeof userRegistered> = {
  decide: ({ data, timestamp }) => {
    if (data.user_id === undefined) return skip('a registration without a user id');
    return commit({ once: initialSettings({ id: data.user_id, email: data.email, locale: data.locale }, timestamp) });
  },
};
