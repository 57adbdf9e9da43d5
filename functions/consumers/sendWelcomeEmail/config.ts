import { users } from '../../../domain/users/user.ts';
import { userRegistered, welcomeEmail } from '../../../events/user.ts';
import { mail, reads } from '../../../lib/connect/uses.ts';
import { consumerConfig } from '../../../lib/consumer/config.ts';

/** Repeats are recognised by a claim on the normalised address: one welcome, however many topics told of the user. */
export const config = consumerConfig({
  name: 'sendWelcomeEmail',
  events: [userRegistered, welcomeEmail],
  uses: [reads(users), mail],
});
