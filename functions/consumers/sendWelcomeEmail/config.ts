import { users } from '../../../domain/users/user.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { welcomeEmail } from '../../../events/trx.ts';
import { userRegistered } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { reads } from '../../../lib/declare/uses.ts';
import { mail } from '../../../lib/mail/port.ts';

/**
 * Repeats are recognised by a claim on the normalised address: one welcome, however many topics told of the user. The
 * claim, which holds a digest of the address, outlives an erasure until it expires: a deletion opens no way to a second
 * welcome for what is told late, and who comes back within that time is not welcomed again.
 */
export const config = consumerConfig({
  name: 'sendWelcomeEmail',
  events: [userRegistered, welcomeEmail],
  uses: [reads(users), reads(userKeys), mail],
});
