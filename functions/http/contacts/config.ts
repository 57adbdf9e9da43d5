import { roles } from '../../../domain/roles.ts';
import { formerAddresses } from '../../../domain/users/formerAddresses.ts';
import { guessing, passwordLimits } from '../../../domain/users/passwordLimits.ts';
import { redirectionSettings } from '../../../domain/users/redirection.ts';
import { userSettings } from '../../../domain/users/settings.ts';
import { users } from '../../../domain/users/user.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { userNoticeRaised } from '../../../events/userNotices.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { changedContact, contact, contactChange } from './schemas.ts';

const shared = {
  path: '/api/v1/users/{id}/contact',
  access: { admin: 'all', user: 'path.id' },
  versioned: true,
} as const;

export const config = httpConfig({
  name: 'contacts',
  roles,
  routes: [
    {
      ...shared,
      method: 'PUT',
      action: 'change',
      summary:
        'Changes how a user is reached; a new webhook address gets a new signing secret, shown this once. Another address or number takes the password or a fresh log-in, and is told to the e-mail address before.',
      body: contactChange,
      answers: { 200: changedContact },
      problems: { 401: ['LOGIN_NOT_FRESH'], 403: ['WRONG_PASSWORD', 'ACCOUNT_SUSPENDED', 'ACCOUNT_LOCKED'] },
      throttle: { ...guessing, account: 'path.id', triedBy: 'body.password' },
    },
    {
      ...shared,
      method: 'GET',
      action: 'show',
      summary: 'How a user is reached.',
      answers: { 200: contact },
    },
  ],
  settings: passwordLimits.extend(redirectionSettings.shape),
  uses: [table(userSettings), table(formerAddresses), reads(users), reads(userKeys), publishes(userNoticeRaised)],
});
