import { tellPasswordChange, tellStatusChange } from '../../../domain/notifications/securityNotice.ts';
import { type UserKey, userKeyRef } from '../../../domain/users/userKey.ts';
import type { userPasswordChanged, userStatusChanged } from '../../../events/user.ts';
import type { Decider } from '../../../lib/consumer/decider.ts';
import type { Ref } from '../../../lib/store/store.ts';

type Known = { key?: Ref<UserKey> };

function load({ data }: { data: { user_id?: string | undefined } }): Known {
  return data.user_id === undefined ? {} : { key: userKeyRef(data.user_id) };
}

export const noticePasswordChange: Decider<typeof userPasswordChanged, Known> = { load, decide: tellPasswordChange };
export const noticeStatusChange: Decider<typeof userStatusChanged, Known> = { load, decide: tellStatusChange };
