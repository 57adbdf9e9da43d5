import { personalRefs } from '../../../domain/personalData/erasure.ts';
import { takenNames } from '../../../domain/users/user.ts';
import { userDeleted } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the engine's mark on the event id; a deletion told under another id finds all erased. */
export const config = consumerConfig({
  name: 'cleanUpDeletedUser',
  events: [userDeleted],
  uses: [takenNames, ...Object.values(personalRefs('any')).map((found) => found.table)].map(table),
});
