import { heardOfReversal, reversalOf } from '../../../domain/saga/charge.ts';
import { type Asked, hear, isOf, known } from '../../../domain/saga/hear.ts';
import type { sagaPaymentCompensate } from '../../../events/saga.ts';
import type { ChannelAnswer, ChannelCall } from '../../../lib/channel/channel.ts';
import { moneyChannel } from '../../../lib/channel/moneyChannel.ts';
import { commit, skip } from '../../../lib/commit/commit.ts';
import { type Channel, type Delivery, send } from '../../../lib/deliveries/delivery.ts';

/** A charge that the channel itself declined needs no reversal: nothing is called. */
const reversing: Channel<ChannelCall | null, ChannelAnswer> = {
  ...moneyChannel,
  send: async (call, ...rest) => (call ? await moneyChannel.send(call, ...rest) : { status: 'nothing' }),
};

export const compensatePayment: Delivery<
  typeof sagaPaymentCompensate,
  ChannelCall | null,
  Asked,
  unknown,
  ChannelAnswer
> = {
  load: ({ data }) => known(data),
  prepare: ({ data }, { saga, payment }) => {
    if (!isOf(saga, data) || !payment) return skip('a saga of another system');
    // Also one that was given up: its dead letter can be re-driven.
    if (saga.phase !== 'compensating' && saga.phase !== 'failed_compensation') return skip('nothing is to be undone');
    const call = reversalOf(saga);
    return send(call.key, saga.charge === 'declined' ? null : call);
  },
  channel: reversing,
  onSent: (_event, { saga, payment, hold }, answer, context) =>
    saga && payment ? hear({ saga, payment, hold }, heardOfReversal(saga, answer), context).commit : commit({}),
  onFailed: (_event, { saga, payment, hold }, { code }, context) =>
    saga && payment
      ? hear({ saga, payment, hold }, { event: 'reversal.failed', reason: code }, context).commit
      : commit({}),
};
