import { confirmationOf } from '../../../domain/notifications/deletion.ts';
import type { userDeleted } from '../../../events/user.ts';
import type { Delivery } from '../../../lib/deliveries/delivery.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';

export const confirmDeletion: Delivery<typeof userDeleted, Email> = { prepare: confirmationOf, channel: emailChannel };
