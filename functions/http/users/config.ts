import { roles } from '../../../domain/roles.ts';
import { formerAddresses } from '../../../domain/users/formerAddresses.ts';
import { signIns } from '../../../domain/users/logIn.ts';
import { passwordLimits } from '../../../domain/users/passwordLimits.ts';
import { redirectionSettings } from '../../../domain/users/redirection.ts';
import { userSettings } from '../../../domain/users/settings.ts';
import { takenNames, users } from '../../../domain/users/user.ts';
import { userViews } from '../../../domain/users/view.ts';
import { trxLogin, welcomeEmail } from '../../../events/trx.ts';
import {
  userDeleted,
  userLoggedIn,
  userPasswordChanged,
  userRegistered,
  userStatusChanged,
  userUpdated,
} from '../../../events/user.ts';
import { userNoticeRaised } from '../../../events/userNotices.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';
import { httpConfig } from '../../../lib/http/config.ts';
import { accountRoutes } from './accountRoutes.ts';
import { registrationLimits } from './limits.ts';
import { originSettings } from './origin.ts';
import { registered, registeredSample, registration, shownUser, showQuery } from './schemas.ts';

const registering = {
  method: 'POST',
  access: 'open',
  body: registration,
  // 401 and 403 answer a repeated registration whose account has since changed, as they would answer a log-in.
  problems: { 401: ['WRONG_CREDENTIALS'], 403: ['ACCOUNT_SUSPENDED', 'ACCOUNT_LOCKED'], 409: ['ALREADY_TAKEN'] },
  creates: true,
  mints: true,
  throttle: { perAddress: 'REGISTER_PER_ADDRESS', perAccount: 'REGISTER_PER_ACCOUNT', account: 'body.email' },
} as const;

export const config = httpConfig({
  name: 'users',
  roles,
  routes: [
    {
      ...registering,
      path: '/api/v1/users/register',
      action: 'register',
      summary: 'Makes a user; e-mail and username are unique.',
      answers: { 201: registered },
    },
    {
      ...registering,
      path: '/register',
      action: 'registerSample',
      summary: 'The same, in the words of the sample.',
      answers: { 201: registeredSample },
    },
    {
      method: 'GET',
      path: '/api/v1/users/{id}',
      action: 'show',
      summary: 'A user as events have told of them; what was just written may take a moment.',
      access: { admin: 'all', service: 'all', user: 'path.id' },
      query: showQuery,
      answers: { 200: shownUser },
      versioned: true,
      problems: { 409: ['VIEW_BEHIND'] },
    },
    ...accountRoutes,
  ],
  settings: registrationLimits
    .extend(passwordLimits.shape)
    .extend(originSettings.shape)
    .extend(redirectionSettings.shape),
  uses: [
    table(users),
    table(takenNames),
    table(signIns),
    table(formerAddresses),
    reads(userViews),
    reads(userSettings),
    publishes(userRegistered, welcomeEmail, userLoggedIn, trxLogin),
    publishes(userUpdated, userPasswordChanged, userStatusChanged, userDeleted, userNoticeRaised),
  ],
});
