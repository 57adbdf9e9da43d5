import { userKeys } from '../../../domain/users/userKey.ts';
import { userRegistered } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { reads } from '../../../lib/declare/uses.ts';
import { mail } from '../../../lib/mail/port.ts';

/** Repeats are recognised by a claim on the normalised address: one e-mail each, whichever topic told first. */
export const config = consumerConfig({
  name: 'templateName',
  events: [userRegistered],
  uses: [reads(userKeys), mail],
});
