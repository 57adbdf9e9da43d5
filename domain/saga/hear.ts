/** Makes the writes and events of what the saga decides: all of one step in one commit. */
import { type Commit, commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { putIfVersion, type Ref, type Write } from '../../lib/store/store.ts';
import { type Payment, paymentRef, takeResult } from '../payments/payment.ts';
import { refundReversed } from '../payments/reversed.ts';
import { holding, type OrderHold, orderHoldRef } from './reservation.ts';
import { afterHearing, compensateEvent, type Saga, sagaRef, sagas, startEvent } from './saga.ts';
import { type SagaCommand, type SagaEvent, type SagaState, step } from './step.ts';

/** The items that a step may change. */
export interface Known {
  saga: Saga;
  payment: Payment;
  hold: OrderHold | undefined;
}

export type Asked = { saga: Ref<Saga>; payment: Ref<Payment>; hold: Ref<OrderHold> };

/** The ids are those of an event of the saga: `isOf` says whether they are the saga's own. */
export function known(ids: { saga_id: string; payment_id: string; order_id: string }): Asked {
  return { saga: sagaRef(ids.saga_id), payment: paymentRef(ids.payment_id), hold: orderHoldRef(ids.order_id) };
}

/** A saga of other systems has no row here; one that names another payment or order than the row is none of ours either. */
export function isOf(saga: Saga | undefined, ids: { payment_id: string; order_id: string }): saga is Saga {
  return saga !== undefined && saga.paymentId === ids.payment_id && saga.orderId === ids.order_id;
}

export interface Told {
  event: SagaEvent;
  /** A code that says why: an order's refusal, a channel's failure. */
  reason?: string | undefined;
  failureMessage?: string | undefined;
}

export interface Answer {
  saga: Saga;
  payment: Payment;
  commit: Commit;
}

/** The event is kept in the step log, also where it changes nothing. */
export function hear(found: Known, told: Told, context: DecisionContext): Answer {
  const next = step(found.saga, told.event);
  const { commands } = next;
  const { event, reason } = told;
  const after = afterHearing(found.saga, { event, ...(reason !== undefined && { note: reason }) }, next, context);
  const undoing = commands.includes('compensate');
  const saga: Saga = {
    ...after,
    ...(undoing && { reason: found.saga.reason ?? reason ?? reasonOf[event], reversals: after.reversals + 1 }),
    ...(commands.includes('start') && { resumed: (after.resumed ?? 0) + 1 }),
  };
  const writes: Write[] = [putIfVersion(sagas, saga, found.saga.version)];
  const events: NewEvent[] = [];
  let { payment } = found;
  for (const command of commands) {
    const done = carryOut(command, { ...found, saga }, { ...told, before: found.saga }, context);
    writes.push(...done.writes);
    events.push(...done.events);
    payment = done.payment ?? payment;
  }
  return { saga, payment, commit: commit({ writes, events }) };
}

/** The reason of an undoing that nobody gave one for. */
const reasonOf: Partial<Record<SagaEvent, string>> = {
  'deadline.passed': 'DEADLINE_PASSED',
  'operator.compensate': 'COMPENSATED_BY_OPERATOR',
  'charge.approved': 'CHARGED_TOO_LATE',
};

interface Done {
  writes: readonly Write[];
  events: readonly NewEvent[];
  payment?: Payment;
}

function carryOut(
  command: SagaCommand,
  { saga, payment, hold }: Known,
  told: Told & { before: SagaState },
  context: DecisionContext,
): Done {
  switch (command) {
    case 'hold':
    case 'release':
      return { writes: [holding(saga, hold, command)], events: [] };
    case 'start':
      return { writes: [], events: [startEvent(saga, context.newId())] };
    case 'compensate': {
      const why = { step: told.event, reason: saga.reason ?? 'UNKNOWN' };
      return { writes: [], events: [compensateEvent(saga, why, context.newId())] };
    }
    case 'succeed':
      return doneBy(takeResult(payment, { status: 'success' }, context));
    case 'end':
      return ended(payment, saga, told, context);
    default:
      return command satisfies never;
  }
}

/** A payment that has its money counts it as refunded; one that has none fails. One that failed before stays so. */
function ended(payment: Payment, saga: Saga, told: Told & { before: SagaState }, context: DecisionContext): Done {
  const { event, before, failureMessage } = told;
  const reason = (event === 'charge.declined' ? told.reason : saga.reason) ?? 'UNKNOWN';
  if (payment.status === 'created')
    return doneBy(takeResult(payment, { status: 'failed', failureCode: reason, failureMessage }, context));
  if (saga.charge !== 'reversed' || before.charge !== 'taken') return { writes: [], events: [] };
  return refundReversed(payment, reason, context);
}

function doneBy(taken: ReturnType<typeof takeResult>): Done {
  if (taken.kind === 'contradicts') return { writes: [], events: [] };
  return { ...taken.commit, payment: taken.payment };
}
