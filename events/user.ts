/** Events of users. No event holds a password, in whatever form. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { emailAddress, heardAddress } from '../lib/mail/address.ts';
import { userRegisteredDemoTopic } from './topics/demo.ts';
import { trxUserEventsTopic } from './topics/trx.ts';
import { toTrxUserId, userId } from './userId.ts';
import { anyForm, mayLack, said, shared, state } from './userState.ts';

export const userRegistered = defineEvent({
  ...shared,
  type: 'user.registered',
  data: state,
  reads: tolerant(state.extend(anyForm), mayLack),
  copies: [
    {
      topic: trxUserEventsTopic,
      legacyName: { field: 'action', value: 'register' },
      data: ({ user_id, username, email }) => ({ user_id: toTrxUserId(user_id), username, email }),
    },
    {
      topic: userRegisteredDemoTopic,
      // The format has no time of its own, and the record's is that of its sending.
      data: ({ user_id, username, email, locale, created_at }) => ({ user_id, username, email, locale, created_at }),
    },
  ],
});

const login = state.extend({
  ip: z.string().optional(),
  /** ISO 3166-1, as the gateway tells it. */
  country: z.string().optional(),
  user_agent: z.string().optional(),
  /** Wrong passwords in a row before the right one. */
  failed_attempts: z.int().nonnegative().optional(),
});

export const userLoggedIn = defineEvent({
  ...shared,
  type: 'user.logged_in',
  data: login,
  reads: tolerant(login.extend(anyForm), mayLack),
});

export const userPasswordChanged = defineEvent({
  ...shared,
  type: 'user.password_changed',
  data: state,
  reads: tolerant(state.extend(anyForm), mayLack),
});

const statusChange = state.extend({ old_status: z.string().optional(), reason: z.string().optional() });

export const userStatusChanged = defineEvent({
  ...shared,
  type: 'user.status_changed',
  data: statusChange,
  reads: tolerant(statusChange.extend(anyForm), mayLack),
});

/** Carries address and locale for the confirmation, for nothing is left to look them up in. */
const deletion = z.object({
  user_id: userId,
  user_version: z.int().positive(),
  username: said,
  email: emailAddress,
  locale: said,
  deleted_at: z.string(),
});

/** Readers know who was deleted and need no more: whatever else is not as it should be is as good as absent. */
const heard = deletion.extend({
  user_version: deletion.shape.user_version.optional().catch(undefined),
  username: deletion.shape.username.optional().catch(undefined),
  email: heardAddress,
  locale: deletion.shape.locale.optional().catch(undefined),
  deleted_at: z.unknown(),
});

export const userDeleted = defineEvent({
  ...shared,
  type: 'user.deleted',
  data: deletion,
  reads: tolerant(heard, ['user_id', 'deleted_at']),
});

/** `changes`: field → what it is now; foreign ones may be of any shape. */
const update = state.extend({ changes: z.record(z.string(), z.unknown()) });

export const userUpdated = defineEvent({
  ...shared,
  type: 'user.updated',
  data: update,
  reads: tolerant(update.extend({ ...anyForm, changes: z.unknown() }), [...mayLack, 'changes']),
  copies: [
    {
      topic: trxUserEventsTopic,
      legacyName: { field: 'type', value: 'user_updated' },
      data: ({ user_id, changes }) => ({ user_id: toTrxUserId(user_id), changes }),
    },
  ],
});

const profileUpdate = z.object({
  user_id: userId,
  username: said,
  email: emailAddress,
  changes: update.shape.changes,
});

export const userProfileUpdated = defineEvent({
  ...shared,
  type: 'user.profile_updated',
  data: profileUpdate,
  reads: tolerant(profileUpdate.extend({ changes: z.unknown(), email: heardAddress }), [
    'user_id',
    'username',
    'email',
    'changes',
  ]),
});
