import { formerAddresses } from '../../../domain/users/formerAddresses.ts';
import { userSettings } from '../../../domain/users/settings.ts';
import { users } from '../../../domain/users/user.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { notificationEmail } from '../../../events/notification.ts';
import { userNoticeRaised } from '../../../events/userNotices.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, reads } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the engine's mark on the event id: a notice becomes one request a channel. */
export const config = consumerConfig({
  name: 'deliverUserNotice',
  events: [userNoticeRaised],
  uses: [reads(userSettings), reads(users), reads(userKeys), reads(formerAddresses), publishes(notificationEmail)],
});
