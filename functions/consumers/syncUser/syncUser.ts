import { type KnownKey, keyOfUpdated, type SyncSettings, tellSystems } from '../../../domain/users/sync.ts';
import type { Decider } from '../../../lib/consumer/decider.ts';
import type { config } from './config.ts';

export const syncUser: Decider<(typeof config.events)[number], KnownKey, SyncSettings> = {
  load: keyOfUpdated,
  decide: tellSystems,
};
