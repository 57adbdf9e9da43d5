import { userDeleted } from '../../../events/user.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { mail } from '../../../lib/mail/port.ts';

/** Repeats are recognised by a claim on the user's id: nobody is deleted twice. */
export const config = consumerConfig({ name: 'confirmDeletion', events: [userDeleted], uses: [mail] });
