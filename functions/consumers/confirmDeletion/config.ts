import { userDeleted } from '../../../events/user.ts';
import { mail } from '../../../lib/connect/uses.ts';
import { consumerConfig } from '../../../lib/consumer/config.ts';

/** Repeats are recognised by a claim on the user's id: nobody is deleted twice. */
export const config = consumerConfig({ name: 'confirmDeletion', events: [userDeleted], uses: [mail] });
