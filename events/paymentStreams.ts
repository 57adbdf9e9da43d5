/** Events of payments and their sagas. They are written together, so whoever publishes one may have to send another. */
import { paymentCreated, paymentFailed, paymentSuccess } from './payment.ts';
import { paymentRefundCreated, paymentRefundFailed, paymentRefundSuccess } from './refund.ts';
import { sagaPaymentCompensate, sagaPaymentStart } from './saga.ts';

export const paymentStreams = [
  paymentCreated,
  paymentSuccess,
  paymentFailed,
  paymentRefundCreated,
  paymentRefundSuccess,
  paymentRefundFailed,
  sagaPaymentStart,
  sagaPaymentCompensate,
] as const;
