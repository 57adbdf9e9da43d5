import { deliverNotice, type KnownAddresses } from '../../../domain/notifications/userNotice.ts';
import { contactRefs } from '../../../domain/users/contact.ts';
import { formerAddressesRef } from '../../../domain/users/formerAddresses.ts';
import type { userNoticeRaised } from '../../../events/userNotices.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';

export const deliverUserNotice: Decider<typeof userNoticeRaised, Partial<KnownAddresses>> = {
  load: ({ data: { user_id: id } }) => (id === undefined ? {} : { ...contactRefs(id), former: formerAddressesRef(id) }),
  decide: deliverNotice,
};
