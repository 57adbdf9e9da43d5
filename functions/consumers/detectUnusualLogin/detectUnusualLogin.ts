import { aboutUser } from '../../../domain/users/aboutUser.ts';
import {
  checkLogin,
  type KnownPattern,
  patternOf,
  type UnusualLoginSettings,
} from '../../../domain/users/loginPattern.ts';
import type { userLoggedIn } from '../../../events/user.ts';

export const detectUnusualLogin = aboutUser<typeof userLoggedIn, KnownPattern, UnusualLoginSettings>({
  load: patternOf,
  decide: checkLogin,
});
