/** The calls that a saga makes at the channel, and what their answers mean to it. */
import type { ChannelAnswer, ChannelCall } from '../../lib/channel/channel.ts';
import type { Payment } from '../payments/payment.ts';
import type { Told } from './hear.ts';
import { type Saga, sagaIdOf } from './saga.ts';

/** The channel's idempotency key is the saga's id: however often it is called, it charges once. */
export function chargeOf(saga: Saga, { metadata, channel }: Payment): ChannelCall {
  const id = sagaIdOf(saga);
  const { amountMinor, currency } = saga;
  const told = { ...(metadata as Record<string, unknown> | undefined), ...(channel !== undefined && { channel }) };
  return { operation: 'charge', reference: id, key: id, amountMinor, currency, metadata: told };
}

/** Each reversal that is asked for has a key of its own: one that found nothing must not be the answer to the next. */
export function reversalOf(saga: Saga): ChannelCall {
  const id = sagaIdOf(saga);
  const { amountMinor, currency, charge } = saga;
  const key = `${id}-reversal-${saga.reversals}`;
  return { operation: 'reversal', reference: id, key, amountMinor, currency, isCharged: charge === 'taken' };
}

/** undefined: a callback will tell. */
export function heardOf({ status, failureCode, failureMessage }: ChannelAnswer): Told | undefined {
  if (status === 'approved') return { event: 'charge.approved' };
  if (status === 'pending') return undefined;
  if (status === 'declined') return { event: 'charge.declined', reason: failureCode ?? 'DECLINED', failureMessage };
  // No answer to a charge: nobody knows what was done.
  return { event: 'charge.unanswered', reason: `ANSWERED_${status.toUpperCase()}` };
}

/** The channel's word on a reversal. `reversals` that found nothing of money that was taken come to an end. */
export function heardOfReversal({ reversals, charge }: Saga, { status, failureCode }: ChannelAnswer): Told {
  if (status === 'reversed') return { event: 'reversal.done' };
  if (status === 'nothing' && (charge !== 'taken' || reversals < MOST_REVERSALS)) return { event: 'reversal.empty' };
  return { event: 'reversal.failed', reason: failureCode ?? `ANSWERED_${status.toUpperCase()}` };
}

const MOST_REVERSALS = 3;
