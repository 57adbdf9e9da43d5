import { userSettings } from '../../../domain/users/settings.ts';
import { users } from '../../../domain/users/user.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { reads, table } from '../../../lib/connect/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { changedContact, contact, contactChange } from './schemas.ts';

const shared = {
  path: '/api/v1/users/{id}/contact',
  access: { admin: 'all', user: 'path.id' },
  versioned: true,
} as const;

export const config = httpConfig({
  name: 'contacts',
  routes: [
    {
      ...shared,
      method: 'PUT',
      action: 'change',
      summary: 'Changes how a user is reached; a new webhook address gets a new signing secret, shown this once.',
      body: contactChange,
      answers: { 200: changedContact },
      problems: { 403: ['ACCOUNT_SUSPENDED', 'ACCOUNT_LOCKED'] },
    },
    {
      ...shared,
      method: 'GET',
      action: 'show',
      summary: 'How a user is reached.',
      answers: { 200: contact },
    },
  ],
  uses: [table(userSettings), reads(users), reads(userKeys)],
});
