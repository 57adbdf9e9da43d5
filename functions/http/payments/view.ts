/** A payment and a refund as callers see them. */
import { type Payment, paymentIdOf } from '../../../domain/payments/payment.ts';
import { type Refund, refundIdOf } from '../../../domain/payments/refund.ts';

export function paymentView(payment: Payment) {
  const { orderId, channel, metadata, refundedMinor } = payment;
  return {
    payment_id: paymentIdOf(payment),
    payment_no: payment.paymentNo,
    merchant_id: payment.merchantId,
    ...(orderId !== undefined && { order_id: orderId }),
    amount: payment.amountMinor,
    currency: payment.currency,
    ...(channel !== undefined && { channel }),
    ...(metadata !== undefined && { metadata }),
    ...(refundedMinor !== undefined && { refunded: refundedMinor }),
    status: payment.status,
    ...failureView(payment),
    created_at: payment.createdAt,
  };
}

export function refundView(refund: Refund) {
  return {
    refund_id: refundIdOf(refund),
    refund_no: refund.refundNo,
    payment_id: refund.paymentId,
    amount: refund.amountMinor,
    currency: refund.currency,
    reason: refund.reason,
    status: refund.status,
    ...failureView(refund),
    created_at: refund.createdAt,
  };
}

function failureView({ failureCode, failureMessage }: Pick<Payment | Refund, 'failureCode' | 'failureMessage'>) {
  return {
    ...(failureCode !== undefined && { failure_code: failureCode }),
    ...(failureMessage !== undefined && { failure_message: failureMessage }),
  };
}
