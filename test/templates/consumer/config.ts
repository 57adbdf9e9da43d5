import { counters } from '../../../domain/analytics/counters.ts';
import { userRegistered } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the engine's mark on the event id, a week longer than the topic keeps the event. */
export const config = consumerConfig({
  name: 'templateName',
  events: [userRegistered],
  uses: [table(counters)],
});
