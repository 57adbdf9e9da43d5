import { tellPasswordChange, tellStatusChange } from '../../../domain/notifications/securityNotice.ts';
import { type KnownKey, keyOf } from '../../../domain/users/userKey.ts';
import type { userPasswordChanged, userStatusChanged } from '../../../events/user.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const noticePasswordChange: Decider<typeof userPasswordChanged, KnownKey> = {
  load: keyOf,
  decide: tellPasswordChange,
};
export const noticeStatusChange: Decider<typeof userStatusChanged, KnownKey> = {
  load: keyOf,
  decide: tellStatusChange,
};
