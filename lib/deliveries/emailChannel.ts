/** E-mail as a channel of deliveries: a second one does less harm than none, so an unknown outcome is repeated. */

import type { Email } from '../mail/mail.ts';
import type { Channel } from './delivery.ts';

export const emailChannel: Channel<Email> = {
  limitMs: 10_000,
  onUnknown: 'repeat',
  takesKeys: ({ mail }) => mail.takesKeys,
  refusal: ({ mail }) => mail.refusal?.(),
  send: (email, key, signal, { mail }) => mail.send(email, { key, signal }),
};
