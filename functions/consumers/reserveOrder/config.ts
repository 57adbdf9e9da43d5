import { orders } from '../../../domain/orders/order.ts';
import { payments } from '../../../domain/payments/payment.ts';
import { orderHolds } from '../../../domain/saga/reservation.ts';
import { sagas } from '../../../domain/saga/saga.ts';
import { paymentStreams } from '../../../events/paymentStreams.ts';
import { sagaPaymentStart } from '../../../events/saga.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the engine's mark on the event id; a start that is told anew finds the order held. */
export const config = consumerConfig({
  name: 'reserveOrder',
  events: [sagaPaymentStart],
  uses: [table(sagas), table(orderHolds), reads(payments), reads(orders), publishes(...paymentStreams)],
});
