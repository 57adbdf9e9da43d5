import { aboutUser } from '../../../domain/users/aboutUser.ts';
import { type KnownLogin, lastLoginOf, logLogin } from '../../../domain/users/logins.ts';
import type { trxLogin } from '../../../events/trx.ts';
import type { userLoggedIn } from '../../../events/user.ts';

export const recordLogin = aboutUser<typeof userLoggedIn | typeof trxLogin, KnownLogin>({
  load: lastLoginOf,
  decide: logLogin,
});
