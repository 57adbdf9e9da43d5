/** Events that only TRX's topics carry: log-ins, welcomes, and the behaviour and order histories, which keep events of every type. */
import * as z from 'zod';
import { defineAny } from '../lib/envelope/anyEvent.ts';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { emailAddress, heardAddress } from '../lib/mail/address.ts';
import { trxNotificationEventsTopic, trxOrderEventsTopic, trxUserBehaviorTopic } from './topics/trx.ts';
import { toTrxUserId, userId } from './userId.ts';

const login = z.object({
  user_id: userId,
  username: z.string().optional(),
  ip: z.string().optional(),
  country: z.string().optional(),
  user_agent: z.string().optional(),
});

/** Ours bears the id of the `user.logged_in` that it stands beside. */
export const trxLogin = defineEvent({
  type: 'login',
  version: 1,
  topic: trxUserBehaviorTopic,
  legacyName: { field: 'action', value: 'login' },
  data: login.extend({ user_id: userId.transform(toTrxUserId) }),
  reads: tolerant(login, ['user_id']),
  key: (data) => String(data.user_id),
});

/** Go writes an empty text for an absent one, so an empty text is read as absent. */
const said = z.string().min(1).optional();

const welcome = z.object({ user_id: userId, username: said, email: emailAddress, locale: said });

export const welcomeEmail = defineEvent({
  type: 'welcome_email',
  version: 1,
  topic: trxNotificationEventsTopic,
  data: welcome.extend({ user_id: userId.transform(toTrxUserId) }),
  reads: tolerant(welcome.extend({ email: heardAddress }), ['user_id', 'email']),
  key: (data) => String(data.user_id),
});

export const anyBehaviour = defineAny({ type: 'user-behavior', topic: trxUserBehaviorTopic });

export const anyOrderEvent = defineAny({ type: 'order-events', topic: trxOrderEventsTopic });
