import { type SyncSettings, tellSystems } from '../../../domain/users/sync.ts';
import { type KnownKey, keyOf } from '../../../domain/users/userKey.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import type { config } from './config.ts';

export const syncUser: Decider<(typeof config.events)[number], KnownKey, SyncSettings> = {
  load: keyOf,
  decide: tellSystems,
};
