import { orders } from '../../../domain/orders/order.ts';
import { payments } from '../../../domain/payments/payment.ts';
import { orderHolds } from '../../../domain/saga/reservation.ts';
import { sagas } from '../../../domain/saga/saga.ts';
import { paymentStreams } from '../../../events/paymentStreams.ts';
import { sagaPaymentStart } from '../../../events/saga.ts';
import { channel } from '../../../lib/channel/port.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';

/**
 * Repeats are recognised by a claim on the saga's id, which is the channel's idempotency key, too: one charge, however
 * often it is tried. A saga that an operator resumed claims anew, under the same key at the channel.
 */
export const config = consumerConfig({
  name: 'chargeChannel',
  events: [sagaPaymentStart],
  uses: [table(sagas), table(payments), reads(orderHolds), reads(orders), channel, publishes(...paymentStreams)],
});
