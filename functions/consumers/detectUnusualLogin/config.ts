import { loginPatterns, unusualLoginSettings } from '../../../domain/users/loginPattern.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { riskAlertHigh } from '../../../events/risk.ts';
import { userLoggedIn } from '../../../events/user.ts';
import { userNoticeRaised } from '../../../events/userNotices.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the engine's mark on the event id: a login gives one alarm. */
export const config = consumerConfig({
  name: 'detectUnusualLogin',
  events: [userLoggedIn],
  settings: unusualLoginSettings,
  uses: [table(loginPatterns), reads(userKeys), publishes(userNoticeRaised, riskAlertHigh)],
});
