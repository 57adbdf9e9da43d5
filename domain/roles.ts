/** The roles that callers may have, and what is their own: users by their id, merchants by the claim `merchant_id`. */
import type { Roles } from '../lib/token/principal.ts';

export const roles = {
  user: { owns: 'sub' },
  merchant: { owns: 'merchant_id' },
  admin: {},
  service: {},
} as const satisfies Roles;

export type Role = keyof typeof roles;
