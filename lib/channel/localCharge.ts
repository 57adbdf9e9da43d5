/** A charge at the local provider, decided by `channel_outcome` in the call's metadata. */
import { Fault } from '../errors/fault.ts';
import type { ChannelAnswer, ChannelCall } from './channel.ts';

export interface Charge {
  state: 'open' | 'pending' | 'taken' | 'declined' | 'reversed' | 'void';
  calls: number;
}

interface Changed {
  charge: Charge;
  movedMinor: number;
  answer: ChannelAnswer | Fault;
}

type Outcome = (charge: Charge, call: ChannelCall) => Changed;

const outcomes: Readonly<Record<string, Outcome>> = {
  approve: (charge, call) => taken(charge, call, { status: 'approved' }),
  decline: (charge) => ({
    charge: { ...charge, state: 'declined' },
    movedMinor: 0,
    answer: { status: 'declined', failureCode: 'DECLINED' },
  }),
  /** It is charged, and nobody ever hears of it. */
  timeout: (charge, call) => taken(charge, call, new Fault('TIMED_OUT', 'channel: no answer')),
  timeout_then_approve: (charge, call) =>
    taken(charge, call, charge.calls === 1 ? new Fault('TIMED_OUT', 'channel: no answer') : { status: 'approved' }),
  error_then_approve: (charge, call) =>
    charge.calls === 1
      ? { charge, movedMinor: 0, answer: new Fault('DEPENDENCY_FAILED', 'channel: 500') }
      : taken(charge, call, { status: 'approved' }),
};

/** A callback will tell; so it is where nobody says anything. */
const pending: Outcome = (charge) => ({
  charge: { ...charge, state: charge.state === 'open' ? 'pending' : charge.state },
  movedMinor: 0,
  answer: { status: 'pending' },
});

/** `payouts` is the outcome of all payouts. */
export function chargeAfter(found: Charge | undefined, call: ChannelCall, payouts: string): Changed {
  const charge: Charge = { state: found?.state ?? 'open', calls: (found?.calls ?? 0) + 1 };
  if (call.operation === 'reversal') return reversed(charge, call);
  if (charge.state === 'void' || charge.state === 'reversed') {
    return { charge, movedMinor: 0, answer: { status: 'declined', failureCode: 'VOIDED' } };
  }
  const asked = call.operation === 'payout' ? payouts : call.metadata?.['channel_outcome'];
  const outcome = typeof asked === 'string' && Object.hasOwn(outcomes, asked) ? outcomes[asked] : undefined;
  return (outcome ?? pending)(charge, call);
}

function taken(charge: Charge, { amountMinor }: ChannelCall, answer: ChannelAnswer | Fault): Changed {
  return { charge: { ...charge, state: 'taken' }, movedMinor: charge.state === 'taken' ? 0 : amountMinor, answer };
}

/** Only the caller knows a callback's word on a pending charge, so it counts. */
function reversed(charge: Charge, { amountMinor, isCharged = false }: ChannelCall): Changed {
  if (charge.state === 'reversed') return { charge, movedMinor: 0, answer: { status: 'reversed' } };
  if (charge.state === 'taken' || isCharged) {
    return { charge: { ...charge, state: 'reversed' }, movedMinor: -amountMinor, answer: { status: 'reversed' } };
  }
  return { charge: { ...charge, state: 'void' }, movedMinor: 0, answer: { status: 'nothing' } };
}
