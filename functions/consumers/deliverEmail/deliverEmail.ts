import { requestedEmail } from '../../../domain/notifications/requestedEmail.ts';
import { isDeleted, type UserKey, userKeyRef } from '../../../domain/users/userKey.ts';
import type { notificationEmail } from '../../../events/notification.ts';
import { skip } from '../../../lib/commit/commit.ts';
import type { Delivery } from '../../../lib/consumer/delivery.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';
import type { Ref } from '../../../lib/store/store.ts';

export const deliverEmail: Delivery<typeof notificationEmail, Email, { key?: Ref<UserKey> }> = {
  load: ({ data }) => (data.user_id === undefined ? {} : { key: userKeyRef(data.user_id) }),
  prepare: (event, { key }) => (isDeleted(key) ? skip('an event of a deleted user') : requestedEmail(event)),
  channel: emailChannel,
};
