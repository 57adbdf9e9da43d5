import { userKeys } from '../../../domain/users/userKey.ts';
import { auditLogged } from '../../../events/audit.ts';
import { userPasswordChanged, userStatusChanged } from '../../../events/user.ts';
import { userNoticeRaised } from '../../../events/userNotices.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, reads } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the engine's mark on the event id: one notice and one log entry a change. */
export const config = consumerConfig({
  name: 'sendSecurityNotice',
  events: [userPasswordChanged, userStatusChanged],
  uses: [reads(userKeys), publishes(userNoticeRaised, auditLogged)],
});
