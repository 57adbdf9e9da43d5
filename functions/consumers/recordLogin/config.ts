import { lastLogins, logins } from '../../../domain/users/logins.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { trxLogin } from '../../../events/trx.ts';
import { userLoggedIn } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the log's own entry, at the user, time and event id: our two topics tell of one login alike. */
export const config = consumerConfig({
  name: 'recordLogin',
  events: [userLoggedIn, trxLogin],
  uses: [logins, lastLogins, userKeys].map(table),
});
