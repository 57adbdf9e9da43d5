/** How often somebody may try to register. */
import * as z from 'zod';
import { limit } from '../../../domain/users/passwordLimits.ts';

export const registrationLimits = z.object({
  REGISTER_PER_ADDRESS: limit.default('100/3600').describe('registrations one address may try, in so many seconds'),
  REGISTER_PER_ACCOUNT: limit.default('5/3600').describe('the same for one e-mail'),
});
