import { counters } from '../../../domain/analytics/counters.ts';
import { userRegistered } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';
import { watermarks } from '../../../lib/tables/watermarks.ts';

/** Repeats are recognised by the partition's last offset, which is written with the sums; of a replayed record by its mark. */
export const config = consumerConfig({
  name: 'templateName',
  events: [userRegistered],
  uses: [table(watermarks), table(counters)],
});
