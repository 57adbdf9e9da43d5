import { syncSettings } from '../../../domain/users/sync.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { notificationWebhook } from '../../../events/notification.ts';
import { userProfileUpdated, userUpdated } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the engine's mark on the event id, which is one on both topics that tell of an update. */
export const config = consumerConfig({
  name: 'syncUser',
  events: [userUpdated, userProfileUpdated],
  settings: syncSettings,
  uses: [table(userKeys), publishes(notificationWebhook)],
});
