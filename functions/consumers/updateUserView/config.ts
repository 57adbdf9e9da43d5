import { users } from '../../../domain/users/user.ts';
import { foreignUserFields, userViews } from '../../../domain/users/view.ts';
import {
  userDeleted,
  userLoggedIn,
  userPasswordChanged,
  userProfileUpdated,
  userRegistered,
  userStatusChanged,
  userUpdated,
} from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { reads, table } from '../../../lib/declare/uses.ts';

/** A repeat tells what the view knows already: whatever the order, what is told twice changes nothing. */
export const config = consumerConfig({
  name: 'updateUserView',
  events: [
    userRegistered,
    userLoggedIn,
    userPasswordChanged,
    userStatusChanged,
    userUpdated,
    userProfileUpdated,
    userDeleted,
  ],
  uses: [table(userViews), table(foreignUserFields), reads(users)],
});
