/** Bodies of requests that log a user in, change or delete one, and the answers to them. */
import * as z from 'zod';
import { emailText, text, trimmed } from '../../../lib/http/text.ts';
import { user, usernameText } from './schemas.ts';

const MAX_PROFILE_BYTES = 16_384;
/** An item holds 32 (DynamoDB's limit), and the view and others' copies keep a profile further down than the record does. */
const MAX_PROFILE_LEVELS = 16;

/** A password to be compared with the stored one. Its length is not checked as a new one's is: older rules may have allowed less. */
const triedPassword = text(1, 256);

export const credentials = z
  .object({
    email: trimmed(1, 254).optional(),
    username: trimmed(1, 64).optional(),
    password: triedPassword,
  })
  .refine(({ email, username }) => (email === undefined) !== (username === undefined), {
    path: ['email'],
    message: 'expected either email or username',
  })
  .meta({ oneOf: [{ required: ['email'] }, { required: ['username'] }] });

const profile = z.record(text(0, 64), z.json()).describe('at most 16 KB of JSON, 16 levels deep');

export const update = z
  .object({
    username: usernameText.optional(),
    email: emailText.optional(),
    profile: profile
      .refine(
        (value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_PROFILE_BYTES,
        'expected at most 16 KB of JSON',
      )
      .refine((value) => !isDeeper(value, MAX_PROFILE_LEVELS), 'expected at most 16 levels of objects and lists')
      .optional(),
    password: triedPassword.optional().describe('the present one; another email takes it or a fresh log-in'),
  })
  .refine(({ password: _password, ...fields }) => Object.values(fields).some((field) => field !== undefined), {
    message: 'expected at least one of username, email and profile',
  })
  .meta({ anyOf: [{ required: ['username'] }, { required: ['email'] }, { required: ['profile'] }] });

export const passwordChange = z.object({ old_password: triedPassword, new_password: text(8, 256) });

export const statusChange = z.object({
  status: user.shape.status,
  reason: text(1, 500).optional().describe('for the user to read'),
});

export const deletion = z.object({ password: triedPassword.optional() }).optional();

export const wholeUser = user.extend({
  version: z.int().positive(),
  locale: z.string(),
  profile: z.record(z.string(), z.json()).optional(),
});

export const loggedIn = z.object({ user, token: z.string().describe('a bearer token, good for 15 minutes') });

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((held) => isDeeper(held, levels - 1));
}

export type Credentials = z.output<typeof credentials>;
export type Update = z.output<typeof update>;
export type PasswordChange = z.output<typeof passwordChange>;
export type StatusChange = z.output<typeof statusChange>;
export type Deletion = z.output<typeof deletion>;
