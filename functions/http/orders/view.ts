/** An order as callers see it. */
import { type Order, orderIdAt } from '../../../domain/orders/order.ts';

/** `items` are opened already, or out of reach. */
export function orderView(order: Order, items: unknown) {
  const { orderNo, userId, merchantId, paymentId, amountMinor, currency, status, createdAt } = order;
  return {
    order_id: orderIdAt(order),
    ...(orderNo !== undefined && { order_no: orderNo }),
    ...(userId !== undefined && { user_id: userId }),
    ...(merchantId !== undefined && { merchant_id: merchantId }),
    ...(paymentId !== undefined && { payment_id: paymentId }),
    ...(amountMinor !== undefined && { amount: amountMinor }),
    ...(currency !== undefined && { currency }),
    ...(Array.isArray(items) && { items }),
    status,
    created_at: createdAt,
  };
}
