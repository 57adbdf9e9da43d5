import { welcomeMessage } from '../../../domain/notifications/welcome.ts';
import { type User, userRef } from '../../../domain/users/user.ts';
import { isDeleted, type UserKey, userKeyRef } from '../../../domain/users/userKey.ts';
import type { welcomeEmail } from '../../../events/trx.ts';
import type { userRegistered } from '../../../events/user.ts';
import { skip } from '../../../lib/commit/commit.ts';
import { type Delivery, send } from '../../../lib/deliveries/delivery.ts';
import { normaliseAddress } from '../../../lib/mail/address.ts';
import { emailChannel } from '../../../lib/mail/emailChannel.ts';
import type { Email } from '../../../lib/mail/mail.ts';
import type { Ref } from '../../../lib/store/store.ts';

type Told = typeof userRegistered | typeof welcomeEmail;
type Known = { user?: Ref<User>; key?: Ref<UserKey> };

export const sendWelcomeEmail: Delivery<Told, Email, Known> = {
  load: ({ data: { user_id: id } }) => (id === undefined ? {} : { user: userRef(id), key: userKeyRef(id) }),
  prepare: ({ data }, { user, key }) => {
    if (isDeleted(key)) return skip('an event of a deleted user');
    const address = data.email ?? user?.email;
    if (address === undefined) return skip('a registration without an address');
    return send(normaliseAddress(address), welcomeMessage(address, data.locale ?? user?.locale));
  },
  channel: emailChannel,
};
