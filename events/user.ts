/** What happens to users. No event holds a password, in whatever form. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { userRegisteredDemoTopic } from './topics/demo.ts';
import { trxNotificationEventsTopic, trxUserEventsTopic } from './topics/trx.ts';
import { userEventsTopic } from './topics/userCentre.ts';
import { toTrxUserId, userId } from './userId.ts';

/** Foreign forms leave blanks around an address; they are no part of it. */
const email = z.string().trim().pipe(z.email());

const registration = z.object({ user_id: userId, username: z.string(), email, locale: z.string().optional() });

export const userRegistered = defineEvent({
  type: 'user.registered',
  version: 1,
  topic: userEventsTopic,
  data: registration,
  reads: tolerant(registration, ['user_id', 'username', 'email']),
  key: (data) => data.user_id,
  copies: [
    {
      topic: trxUserEventsTopic,
      says: { field: 'action', value: 'register' },
      data: ({ user_id, username, email }) => ({ user_id: toTrxUserId(user_id), username, email }),
    },
    { topic: userRegisteredDemoTopic },
  ],
});

const welcome = registration.partial({ username: true });

export const welcomeEmail = defineEvent({
  type: 'welcome_email',
  version: 1,
  topic: trxNotificationEventsTopic,
  data: welcome.extend({ user_id: userId.transform(toTrxUserId) }),
  reads: tolerant(welcome, ['user_id', 'email']),
  key: (data) => String(data.user_id),
});
