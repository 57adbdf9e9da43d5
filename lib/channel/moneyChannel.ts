/** Movements of money as a channel of deliveries. The provider recognises repeats by the call's own key. */
import type { Channel as DeliveryChannel } from '../port/channel.ts';
import type { Channel, ChannelAnswer, ChannelCall } from './channel.ts';

export const moneyChannel: DeliveryChannel<ChannelCall, ChannelAnswer, { channel: Channel }> = {
  limitMs: 10_000,
  onUnknown: 'repeat',
  takesKeys: ({ channel }) => channel.takesKeys,
  refusal: ({ channel }) => channel.refusal?.(),
  send: (call, key, signal, { channel }) => channel.send(call, { key, signal }),
};
