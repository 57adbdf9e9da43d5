/** Bodies and answers of the routes that register and show a user. */
import * as z from 'zod';
import { flawOfUsername, usernameForm } from '../../../domain/users/username.ts';
import { emailText, nameText, text } from '../../../lib/http/text.ts';

export const usernameText = nameText(usernameForm, flawOfUsername, [3, 64]).describe(
  "letters and digits of one script, or of scripts that are written together, joined by single blanks or one of . _ - ' ’ · ・; no link, and nothing that looks like the name of another user",
);

export const registration = z.object({
  username: usernameText,
  email: emailText,
  password: text(8, 256),
  locale: z.enum(['en', 'zh-CN']).optional(),
});

export const user = z.object({
  id: z.string().regex(/^\d+$/),
  username: z.string(),
  email: z.string(),
  status: z.enum(['active', 'suspended', 'locked']),
  created_at: z.iso.datetime(),
});

/** A user as the view shows it. Where only foreign events told of a user, the fields that no event told are missing. */
export const shownUser = z.object({
  id: z.string(),
  username: z.string().optional(),
  email: z.string().optional(),
  status: z.string().optional(),
  locale: z.string().optional(),
  profile: z.record(z.string(), z.json()).optional(),
  version: z.int().nonnegative().describe('of our own record; 0 for a user whom only foreign events told of'),
  created_at: z.iso.datetime().optional(),
  last_login_at: z.iso.datetime().optional(),
});

export const showQuery = z.object({
  min_version: z.coerce
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('waits up to two seconds for this version: for whoever has just written it'),
});

export const registered = z.object({
  user,
  token: z.string().describe('a bearer token of the new user, good for 15 minutes'),
});

export const registeredSample = registered.extend({ message: z.string() });

export type Registration = z.output<typeof registration>;
