import { deliverNotice } from '../../../domain/notifications/userNotice.ts';
import { contactRefs, type KnownContact } from '../../../domain/users/contact.ts';
import type { userNoticeRaised } from '../../../events/userNotices.ts';
import type { Decider } from '../../../lib/consumer/decider.ts';

export const deliverUserNotice: Decider<typeof userNoticeRaised, Partial<KnownContact>> = {
  load: ({ data }) => (data.user_id === undefined ? {} : contactRefs(data.user_id)),
  decide: deliverNotice,
};
