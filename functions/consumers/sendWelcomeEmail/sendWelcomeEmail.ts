import { normaliseAddress, type User, userRef } from '../../../domain/users/user.ts';
import { welcomeMessage } from '../../../domain/users/welcome.ts';
import type { userRegistered, welcomeEmail } from '../../../events/user.ts';
import { skip } from '../../../lib/commit/commit.ts';
import { type Delivery, send } from '../../../lib/consumer/delivery.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';
import type { Ref } from '../../../lib/store/store.ts';

export const sendWelcomeEmail: Delivery<typeof userRegistered | typeof welcomeEmail, Email, { user?: Ref<User> }> = {
  load: ({ data }) => (data.user_id === undefined ? {} : { user: userRef(data.user_id) }),
  prepare: ({ data }, { user }) => {
    const address = data.email ?? user?.email;
    if (address === undefined) return skip('a registration without an address');
    const message = welcomeMessage(address, data.username ?? user?.username, data.locale ?? user?.locale);
    return send(normaliseAddress(address), message);
  },
  channel: emailChannel,
};
