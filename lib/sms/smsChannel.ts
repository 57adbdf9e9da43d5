/** SMS as a channel of deliveries. AWS takes no keys, and a second message is paid for and alarms: one of unknown outcome is given up. */
import type { Channel } from '../port/channel.ts';
import type { Sms, SmsReceipt, TextMessage } from './sms.ts';

export const smsChannel: Channel<TextMessage, SmsReceipt, { sms: Sms }> = {
  limitMs: 10_000,
  onUnknown: 'dead-letter',
  takesKeys: ({ sms }) => sms.takesKeys,
  refusal: ({ sms }) => sms.refusal?.(),
  send: (message, key, signal, { sms }) => sms.send(message, { key, signal }),
};
