/** Events of the saga of a payment for an order. Their key is the saga's id, which is its payment's. */
import * as z from 'zod';
import { defineEvent } from '../lib/envelope/event.ts';
import { currency, minorUnits } from './money.ts';
import { sagaPaymentCompensateTopic, sagaPaymentStartTopic } from './topics/saga.ts';

const saga = z.object({
  saga_id: z.string().min(1),
  payment_id: z.string().min(1),
  order_id: z.string().min(1),
  amount: minorUnits,
  currency,
  deadline: z.string(),
});

const shared = { version: 1, key: (data: { saga_id: string }) => data.saga_id } as const;

export const sagaPaymentStart = defineEvent({
  ...shared,
  type: 'saga.payment.start',
  topic: sagaPaymentStartTopic,
  data: saga,
});

export const sagaPaymentCompensate = defineEvent({
  ...shared,
  type: 'saga.payment.compensate',
  topic: sagaPaymentCompensateTopic,
  data: saga.extend({ step: z.string(), reason: z.string() }),
});
