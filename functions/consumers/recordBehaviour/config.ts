import { behaviours } from '../../../domain/users/behaviour.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { anyBehaviour } from '../../../events/trx.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the log's own entry, at the user, time and event id. */
export const config = consumerConfig({
  name: 'recordBehaviour',
  events: [anyBehaviour],
  uses: [behaviours, userKeys].map(table),
});
