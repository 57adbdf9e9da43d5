/** How often somebody may try to register, and to guess a password. */
import * as z from 'zod';

const limit = z.string().regex(/^(off|[1-9]\d{0,5}\/[1-9]\d{0,5})$/, 'expected 20/3600 (in so many seconds) or off');

export const registrationLimits = z.object({
  REGISTER_PER_ADDRESS: limit.default('100/3600').describe('registrations one address may try, in so many seconds'),
  REGISTER_PER_ACCOUNT: limit.default('5/3600').describe('the same for one e-mail'),
});

export const passwordLimits = z.object({
  LOGIN_PER_ADDRESS: limit.default('100/900').describe('passwords one address may try, right or wrong'),
  LOGIN_PER_ACCOUNT: limit.default('10/900').describe('the same for one e-mail, username or user id'),
});
