import { counters } from '../../../domain/analytics/counters.ts';
import { countedUsers } from '../../../domain/analytics/userFacts.ts';
import { userLoggedIn, userRegistered } from '../../../events/user.ts';
import { loginCounted, registrationCounted } from '../../../events/userAnalytics.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, table } from '../../../lib/declare/uses.ts';

/**
 * Repeats of a registration are recognised by the counted user, for ever and whichever topic told first; those of a login,
 * which one topic tells, by the engine's mark on the event id, a week longer than the topic keeps it.
 */
export const config = consumerConfig({
  name: 'countRegistration',
  events: [userRegistered, userLoggedIn],
  uses: [table(countedUsers), table(counters), publishes(registrationCounted, loginCounted)],
});
