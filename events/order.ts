/** Events of orders. Amounts are integers in the currency's minor unit. */
import * as z from 'zod';
import { defineEvent, tolerant } from '../lib/envelope/event.ts';
import { currency, minorUnits } from './money.ts';
import { orderCreatedTopic } from './topics/orders.ts';
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

export const orderCreated = defineEvent({
  type: 'order.created',
  version: 1,
  topic: orderCreatedTopic,
  data: order,
  reads: tolerant(order, ['order_no', 'user_id', 'merchant_id', 'status', 'created_at']),
  key: (data) => data.order_id,
  copies: [
    {
      topic: trxOrderEventsTopic,
      legacyName: { field: 'event_type', value: 'order_created' },
      data: ({ user_id, ...told }) => ({ ...told, user_id: toTrxUserId(user_id) }),
    },
  ],
});
