import { userSettings } from '../../../domain/users/settings.ts';
import { userRegistered } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';

/**
 * Repeats are recognised by the settings themselves: a user has them once, whichever topic told first. An
 * erasure leaves a tombstone in their place, so a late registration of a deleted user is a repeat, too.
 */
export const config = consumerConfig({
  name: 'initialiseUserSettings',
  events: [userRegistered],
  uses: [table(userSettings)],
});
