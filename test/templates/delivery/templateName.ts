import { isDeleted, type KnownKey, keyOf } from '../../../domain/users/userKey.ts';
import type { userRegistered } from '../../../events/user.ts';
import { skip } from '../../../lib/commit/commit.ts';
import { type Delivery, send } from '../../../lib/deliveries/delivery.ts';
import { normaliseAddress } from '../../../lib/mail/address.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';

/** Says hello, once to each address. Nobody has confirmed it yet, so nothing is repeated that a stranger chose. */
export const templateName: Delivery<typeof userRegistered, Email, KnownKey> = {
  load: keyOf,
  prepare: ({ data: { email } }, { key }) => {
    if (isDeleted(key)) return skip('an event of a deleted user');
    if (email === undefined) return skip('an event without an address');
    const text = 'Hello, and thank you for joining us.';
    return send(normaliseAddress(email), { to: [email], subject: 'Hello', text, html: `<p>${text}</p>` });
  },
  channel: emailChannel,
};
