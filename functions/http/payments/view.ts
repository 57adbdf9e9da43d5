/** A payment as callers see it. */
import { type Payment, paymentIdOf } from '../../../domain/payments/payment.ts';

export function paymentView(payment: Payment) {
  const { orderId, channel, metadata, failureCode, failureMessage } = payment;
  return {
    payment_id: paymentIdOf(payment),
    payment_no: payment.paymentNo,
    merchant_id: payment.merchantId,
    ...(orderId !== undefined && { order_id: orderId }),
    amount: payment.amountMinor,
    currency: payment.currency,
    ...(channel !== undefined && { channel }),
    ...(metadata !== undefined && { metadata }),
    status: payment.status,
    ...(failureCode !== undefined && { failure_code: failureCode }),
    ...(failureMessage !== undefined && { failure_message: failureMessage }),
    created_at: payment.createdAt,
  };
}
