import { requestedEmail } from '../../../domain/notifications/requestedEmail.ts';
import { isDeleted, type KnownKey, keyOf } from '../../../domain/users/userKey.ts';
import type { notificationEmail } from '../../../events/notification.ts';
import { skip } from '../../../lib/commit/commit.ts';
import type { Delivery } from '../../../lib/deliveries/delivery.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';

export const deliverEmail: Delivery<typeof notificationEmail, Email, KnownKey> = {
  load: keyOf,
  prepare: (event, { key }) => (isDeleted(key) ? skip('an event of a deleted user') : requestedEmail(event)),
  channel: emailChannel,
};
