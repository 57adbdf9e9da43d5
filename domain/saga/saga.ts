/** The saga of a payment for an order: one row, under the payment's id, that both of its steps are written into. */
import { sagaPaymentCompensate, sagaPaymentStart } from '../../events/saga.ts';
import type { DecisionContext } from '../../lib/commit/commit.ts';
import type { NewEvent } from '../../lib/envelope/event.ts';
import { spreadOver } from '../../lib/store/spread.ts';
import { ALONE, defineTable, type Item, type Ref, ref } from '../../lib/store/store.ts';
import { type Payment, paymentIdOf } from '../payments/payment.ts';
import { timeAfter } from '../time.ts';
import { firstState, type SagaEvent, type SagaState, type Step } from './step.ts';

/** An entry of the step log: what was heard, and whether it came too late, or again, to change anything. */
export type Heard = { event: SagaEvent; at: string; note?: string; changedNothing?: true };

export interface Saga extends Item, SagaState {
  version: number;
  paymentId: string;
  orderId: string;
  merchantId: string;
  amountMinor: number;
  currency: string;
  deadline: string;
  /** Since when it is in this state. */
  since: string;
  /** Why it is undone: the code that the payment fails with. */
  reason?: string;
  /** How often a reversal was asked for: each has a key of its own at the channel. */
  reversals: number;
  /** How often an operator had it tried again: each has a claim of its own. */
  resumed?: number;
  /** The newest `MOST_HEARD`. */
  heard: Heard[];
  /** The list that it stands in; absent once it has ended. */
  listed?: string;
  createdAt: string;
  changedAt: string;
}

const PREFIX = 'saga#';
const MOST_HEARD = 50;

export const sagas = defineTable<Saga>({
  name: 'sagas',
  indexes: { byDeadline: { partition: 'listed', sort: 'deadline' } },
});

/** Those that their deadline undoes, those that are being undone, and those that could not be. */
export const sagaLists = {
  open: spreadOver('open', 8),
  compensating: spreadOver('compensating', 8),
  failed: spreadOver('failed', 8),
} as const;

export function sagaRef(sagaId: string): Ref<Saga> {
  return ref(sagas, `${PREFIX}${sagaId}`);
}

export function sagaIdOf({ pk }: Pick<Saga, 'pk'>): string {
  return pk.slice(PREFIX.length);
}

/** The saga of a payment that is made for an order. */
export function newSaga(payment: Payment, orderId: string, deadlineMs: number): Saga {
  const paymentId = paymentIdOf(payment);
  const { merchantId, amountMinor, currency, createdAt } = payment;
  return {
    pk: `${PREFIX}${paymentId}`,
    sk: ALONE,
    version: 1,
    ...firstState,
    ...{ paymentId, orderId, merchantId, amountMinor, currency },
    deadline: new Date(Date.parse(createdAt) + deadlineMs).toISOString(),
    since: createdAt,
    reversals: 0,
    heard: [],
    listed: sagaLists.open.of(paymentId),
    createdAt,
    changedAt: createdAt,
  };
}

/** The row after an event, also after one that changed nothing: that is kept, too. */
export function afterHearing(
  saga: Saga,
  heard: Omit<Heard, 'at' | 'changedNothing'>,
  { state, commands }: Step,
  { nowMs }: Pick<DecisionContext, 'nowMs'>,
): Saga {
  const changedAt = timeAfter(saga.changedAt, nowMs);
  const isSame = isIn(saga, state);
  const { listed: _, ...rest } = saga;
  const entry: Heard = { ...heard, at: changedAt, ...(isSame && commands.length === 0 && { changedNothing: true }) };
  const list = listOf(state);
  return {
    ...rest,
    ...state,
    version: saga.version + 1,
    ...(!isSame && { since: changedAt }),
    heard: [...saga.heard, entry].slice(-MOST_HEARD),
    ...(list && { listed: list.of(saga.paymentId) }),
    changedAt,
  };
}

function isIn(saga: SagaState, { phase, order, charge }: SagaState): boolean {
  return saga.phase === phase && saga.order === order && saga.charge === charge;
}

function listOf({ phase }: SagaState) {
  if (phase === 'running' || phase === 'paused') return sagaLists.open;
  if (phase === 'compensating') return sagaLists.compensating;
  return phase === 'failed_compensation' ? sagaLists.failed : undefined;
}

/** The event that asks others for their steps. */
export function startEvent(saga: Saga, id: string): NewEvent {
  return sagaPaymentStart(eventData(saga), factOf(saga, id));
}

export function compensateEvent(saga: Saga, why: { step: string; reason: string }, id: string): NewEvent {
  return sagaPaymentCompensate({ ...eventData(saga), ...why }, factOf(saga, id));
}

function factOf({ pk, version, changedAt }: Saga, id: string) {
  return { id, at: changedAt, entity: { stream: pk, version } };
}

function eventData(saga: Saga) {
  return {
    saga_id: sagaIdOf(saga),
    payment_id: saga.paymentId,
    order_id: saga.orderId,
    amount: saga.amountMinor,
    currency: saga.currency,
    deadline: saga.deadline,
  };
}
