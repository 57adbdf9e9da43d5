/** What callers send and see of a user. */
import * as z from 'zod';
import { text, trimmed } from '../../../lib/http/text.ts';

export const emailAddress = z.string().trim().max(254).meta({ format: 'email' }).pipe(z.email());

export const registration = z.object({
  username: trimmed(3, 64),
  email: emailAddress,
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

export const registered = z.object({
  user,
  token: z.string().describe('a bearer token of the new user, good for 15 minutes'),
});

export const registeredSample = registered.extend({ message: z.string() });

export type Registration = z.output<typeof registration>;
