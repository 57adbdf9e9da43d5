import { payments } from '../../../domain/payments/payment.ts';
import { orderHolds } from '../../../domain/saga/reservation.ts';
import { sagas } from '../../../domain/saga/saga.ts';
import { paymentStreams } from '../../../events/paymentStreams.ts';
import { jobConfig } from '../../../lib/declare/jobConfig.ts';
import { every } from '../../../lib/declare/schedule.ts';
import { publishes, reads, table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the saga's version; what is undone stands in the list of those past their deadline no more. */
export const config = jobConfig({
  name: 'expireSagas',
  schedule: every(1),
  uses: [table(sagas), reads(payments), reads(orderHolds), publishes(...paymentStreams)],
  timeoutSeconds: 50,
});
