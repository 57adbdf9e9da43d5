import { userKeys } from '../../../domain/users/userKey.ts';
import { notificationEmail } from '../../../events/notification.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { reads } from '../../../lib/declare/uses.ts';
import { mail } from '../../../lib/mail/port.ts';

/**
 * Repeats are recognised by a claim on (event that gave rise to it, channel, recipient, template and its version): one
 * e-mail, however often it is asked for.
 */
export const config = consumerConfig({
  name: 'deliverEmail',
  events: [notificationEmail],
  uses: [reads(userKeys), mail],
});
