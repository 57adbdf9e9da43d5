import { payments } from '../../../domain/payments/payment.ts';
import { refunds } from '../../../domain/payments/refund.ts';
import { orderHolds } from '../../../domain/saga/reservation.ts';
import { sagas } from '../../../domain/saga/saga.ts';
import { paymentStreams } from '../../../events/paymentStreams.ts';
import { sagaPaymentCompensate } from '../../../events/saga.ts';
import { channel } from '../../../lib/channel/port.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { publishes, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by a claim on the saga's id and the number of the reversal, which are the channel's key, too. */
export const config = consumerConfig({
  name: 'compensatePayment',
  events: [sagaPaymentCompensate],
  uses: [...[sagas, payments, refunds, orderHolds].map(table), channel, publishes(...paymentStreams)],
});
