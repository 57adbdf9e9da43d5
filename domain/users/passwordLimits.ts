/** How often somebody may try to guess a password, wherever one is asked for. */
import * as z from 'zod';

export const limit = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(off|[1-9]\d{0,5}\/[1-9]\d{0,5})$/, 'expected 20/3600 (in so many seconds) or off');

export const passwordLimits = z.object({
  LOGIN_PER_ADDRESS: limit.default('100/900').describe('passwords one address may try, right or wrong'),
  LOGIN_PER_ACCOUNT: limit.default('10/900').describe('the same for one e-mail, username or user id'),
});

/** For a route that throttles whoever sends a password. */
export const guessing = { perAddress: 'LOGIN_PER_ADDRESS', perAccount: 'LOGIN_PER_ACCOUNT' } as const;
