import { type Order, orderRef } from '../../../domain/orders/order.ts';
import { chargeOf, heardOf } from '../../../domain/saga/charge.ts';
import { type Asked, hear, isOf, known, type Told } from '../../../domain/saga/hear.ts';
import { whyNotHeld } from '../../../domain/saga/reservation.ts';
import type { sagaPaymentStart } from '../../../events/saga.ts';
import type { ChannelAnswer, ChannelCall } from '../../../lib/channel/channel.ts';
import { moneyChannel } from '../../../lib/channel/moneyChannel.ts';
import { type Commit, commit, type DecisionContext, type Loaded, skip } from '../../../lib/commit/commit.ts';
import { type Delivery, send } from '../../../lib/deliveries/delivery.ts';
import type { Ref } from '../../../lib/store/store.ts';

type Asking = Asked & { order: Ref<Order> };

export const chargeChannel: Delivery<typeof sagaPaymentStart, ChannelCall, Asking, unknown, ChannelAnswer> = {
  load: ({ data }) => ({ ...known(data), order: orderRef(data.order_id) }),
  prepare: ({ data }, { saga, payment, hold, order }) => {
    if (!isOf(saga, data) || !payment) return skip('a saga of another system');
    if (saga.phase !== 'running' || saga.charge !== 'waiting')
      return skip('the channel has answered, or nothing is to be charged');
    // Nobody is charged for what will be refused anyway; the refusal itself is the other consumer's.
    if (saga.order === 'waiting' && whyNotHeld(saga, order, hold) !== undefined) return skip('the order is refused');
    return send(`${data.saga_id} ${saga.resumed ?? 0}`, chargeOf(saga, payment));
  },
  channel: moneyChannel,
  onSent: (_event, loaded, answer, context) => {
    const told = heardOf(answer);
    return told ? heardBy(loaded, told, context) : commit({});
  },
  onFailed: (_event, loaded, { code }, context) =>
    heardBy(loaded, { event: 'charge.unanswered', reason: code }, context),
};

function heardBy({ saga, payment, hold }: Loaded<Asking>, told: Told, context: DecisionContext): Commit {
  return saga && payment ? hear({ saga, payment, hold }, told, context).commit : commit({});
}
