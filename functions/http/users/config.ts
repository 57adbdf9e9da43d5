import { takenNames, users } from '../../../domain/users/user.ts';
import { userRegistered, welcomeEmail } from '../../../events/user.ts';
import { publishes, table } from '../../../lib/connect/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';

export const config = httpConfig({
  name: 'users',
  routes: [
    { method: 'POST', path: '/api/v1/users/register', action: 'register' },
    { method: 'POST', path: '/register', action: 'registerSample' },
  ],
  uses: [table(users), table(takenNames), publishes(userRegistered, welcomeEmail)],
});
