/** The channel's signed word on a payment's charge, heard by the payment's saga. */
import { commit, type DecisionContext } from '../../lib/commit/commit.ts';
import type { ChannelResult, Payment, ResultTaken } from '../payments/payment.ts';
import { hear } from './hear.ts';
import type { Saga } from './saga.ts';
import { type SagaState, step } from './step.ts';

/** The channel's first word is final: it may come again, and another one contradicts. */
export function takeChannelWord(
  payment: Payment,
  saga: Saga,
  result: ChannelResult,
  context: DecisionContext,
): ResultTaken {
  const event = result.status === 'success' ? 'charge.approved' : 'charge.declined';
  const word = wordOf[saga.charge];
  if (step(saga, event).state === saga) {
    if (word !== undefined && word !== result.status) return { kind: 'contradicts', status: word };
    return { kind: 'taken', payment, commit: commit({}) };
  }
  const why = result.status === 'failed' ? { reason: result.failureCode, failureMessage: result.failureMessage } : {};
  const heard = hear({ saga, payment, hold: undefined }, { event, ...why }, context);
  return { kind: 'taken', payment: heard.payment, commit: heard.commit };
}

/** The result that is known already. */
const wordOf: Readonly<Record<SagaState['charge'], ChannelResult['status'] | undefined>> = {
  waiting: undefined,
  unknown: undefined,
  taken: 'success',
  reversed: 'success',
  declined: 'failed',
  none: 'failed',
};
