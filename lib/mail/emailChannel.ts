/** E-mail as a channel of deliveries: a second one does less harm than none, so an unknown outcome is repeated. */
import type { Channel } from '../port/channel.ts';
import type { Email, Mail } from './mail.ts';

export const emailChannel: Channel<Email, void, { mail: Mail }> = {
  limitMs: 10_000,
  onUnknown: 'repeat',
  takesKeys: ({ mail }) => mail.takesKeys,
  refusal: ({ mail }) => mail.refusal?.(),
  send: (email, key, signal, { mail }) => mail.send(email, { key, signal }),
};
