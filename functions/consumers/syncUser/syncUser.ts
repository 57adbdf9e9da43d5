import { type KnownKey, keyOfUpdated, type SyncSettings, tellSystems } from '../../../domain/users/sync.ts';
import type { userUpdated } from '../../../events/user.ts';
import type { Decider } from '../../../lib/consumer/decider.ts';

export const syncUser: Decider<typeof userUpdated, KnownKey, SyncSettings> = {
  load: keyOfUpdated,
  decide: tellSystems,
};
