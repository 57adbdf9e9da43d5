/** Events of orders. Amounts are integers in the currency's minor unit. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { currency, minorUnits } from './money.ts';
import { orderCancelledTopic, orderCompletedTopic, orderCreatedTopic, orderUpdatedTopic } from './topics/orders.ts';
import { trxOrderEventsTopic } from './topics/trx.ts';
import { toTrxUserId, userId } from './userId.ts';

const order = z.object({
  order_id: z.string().min(1),
  order_no: z.string(),
  user_id: userId,
  merchant_id: z.string().min(1),
  amount: minorUnits,
  currency,
  status: z.string(),
  items: z.array(z.record(z.string(), z.unknown())).optional(),
  payment_id: z.string().optional(),
  created_at: z.string(),
});

const omitted = ['order_no', 'user_id', 'merchant_id', 'status', 'created_at'] as const;
const shared = { version: 1, key: (data: { order_id: string }) => data.order_id } as const;

export const orderCreated = defineEvent({
  ...shared,
  type: 'order.created',
  topic: orderCreatedTopic,
  data: order,
  reads: tolerant(order, omitted),
  copies: [
    {
      topic: trxOrderEventsTopic,
      legacyName: { field: 'event_type', value: 'order_created' },
      data: ({ user_id, ...told }) => ({ ...told, user_id: toTrxUserId(user_id) }),
    },
  ],
});

const updated = order.extend({ changes: z.record(z.string(), z.unknown()) });

export const orderUpdated = defineEvent({
  ...shared,
  type: 'order.updated',
  topic: orderUpdatedTopic,
  data: updated,
  reads: tolerant(updated, [...omitted, 'changes']),
});

const cancelled = order.extend({ reason: z.string() });

export const orderCancelled = defineEvent({
  ...shared,
  type: 'order.cancelled',
  topic: orderCancelledTopic,
  data: cancelled,
  reads: tolerant(cancelled, [...omitted, 'reason']),
});

export const orderCompleted = defineEvent({
  ...shared,
  type: 'order.completed',
  topic: orderCompletedTopic,
  data: order,
  reads: tolerant(order, omitted),
});
