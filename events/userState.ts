/** The public state of a user, as every event of ours about a user tells it. */
import * as z from 'zod';
import { emailAddress, heardAddress } from '../lib/mail/address.ts';
import { userEventsTopic } from './topics/userCentre.ts';
import { userId } from './userId.ts';

/** Never empty, so that the empty text that Go writes for none is read as none. */
export const said = z.string().min(1);

/** Fields that our own events carry beside the user's id, name and address; foreign events may lack them. */
const known = {
  /** Counts the changes of the user's own record. */
  user_version: z.int().positive(),
  status: said,
  locale: said,
  profile: z.record(z.string(), z.unknown()).optional(),
  created_at: z.string(),
  /** Since when each field is what it is, where that is not `created_at`. */
  field_times: z.record(z.string(), z.string()),
};

/** The whole public state, as every event of ours tells it. */
export const state = z.object({ user_id: userId, username: said, email: emailAddress, ...known });
export const mayLack = [
  'user_id',
  'username',
  'email',
  'user_version',
  'status',
  'locale',
  'created_at',
  'field_times',
] as const;

/** Readers take times in any form, for they only show them, and an unusable address for none. */
export const anyForm = { created_at: z.unknown(), email: heardAddress };

export const shared = { version: 1, topic: userEventsTopic, key: (data: { user_id: string }) => data.user_id } as const;
