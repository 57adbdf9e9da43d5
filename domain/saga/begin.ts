/** A payment that is made for an order begins a saga, in the transaction that makes the payment. */
import * as z from 'zod';
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import { putIfAbsent } from '../../lib/store/store.ts';
import type { Payment } from '../payments/payment.ts';
import { newSaga, sagas, startEvent } from './saga.ts';

export const sagaSettings = z.object({
  SAGA_DEADLINE_SECONDS: z.coerce
    .number()
    .int()
    .min(10)
    .max(2_592_000)
    .default(900)
    .describe('how long a payment for an order may take, until it is undone'),
});

export type SagaSettings = z.output<typeof sagaSettings>;

export function withSaga(payment: Payment, made: Commit, context: DecisionContext<SagaSettings>): Commit {
  if (payment.orderId === undefined) return made;
  const saga = newSaga(payment, payment.orderId, context.settings.SAGA_DEADLINE_SECONDS * 1_000);
  const writes = [...made.writes, putIfAbsent(sagas, saga)];
  return commit({ writes, events: [...made.events, startEvent(saga, context.newId())] });
}
