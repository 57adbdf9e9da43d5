import { type Order, orderRef } from '../../../domain/orders/order.ts';
import { type Asked, hear, isOf, known } from '../../../domain/saga/hear.ts';
import { whyNotHeld } from '../../../domain/saga/reservation.ts';
import type { sagaPaymentStart } from '../../../events/saga.ts';
import { skip } from '../../../lib/commit/commit.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { check, type Ref, unchangedSince } from '../../../lib/store/store.ts';

export const reserveOrder: Decider<typeof sagaPaymentStart, Asked & { order: Ref<Order> }> = {
  load: ({ data }) => ({ ...known(data), order: orderRef(data.order_id) }),
  decide: ({ data }, { saga, payment, hold, order }, context) => {
    if (!isOf(saga, data) || !payment) return skip('a saga of another system');
    if (saga.order !== 'waiting') return skip('the order is held, or the payment is undone, already');
    const reason = whyNotHeld(saga, order, hold);
    const told =
      reason === undefined ? ({ event: 'order.reserved' } as const) : { event: 'order.refused' as const, reason };
    const { commit } = hear({ saga, payment, hold }, told, context);
    // The order must not be closed between the look at it and the hold.
    return { ...commit, writes: [...commit.writes, check(orderRef(data.order_id), unchangedSince(order, 'version'))] };
  },
};
