/**
 * The saga of a payment for an order, as one pure function: from a state, by what was heard, to a state and what is to be
 * done. The order is held and the channel charged side by side; where one of them fails, both are undone.
 */

export interface SagaState {
  phase: 'running' | 'paused' | 'completed' | 'compensating' | 'compensated' | 'failed_compensation';
  /** `none`: not held, and never to be. */
  order: 'waiting' | 'held' | 'none';
  /** `unknown`: the channel may have taken the money or not. */
  charge: 'waiting' | 'unknown' | 'taken' | 'declined' | 'none' | 'reversed';
}

/**
 * `charge.unanswered`: every try ended without an answer. `reversal.*`: the channel gave back what it had taken, had
 * nothing to give back, or told neither. `operator.*`: what an operator asked for.
 */
export const sagaEvents = [
  'order.reserved',
  'order.refused',
  'charge.approved',
  'charge.declined',
  'charge.unanswered',
  'deadline.passed',
  'reversal.done',
  'reversal.empty',
  'reversal.failed',
  'operator.resume',
  'operator.compensate',
] as const;
export type SagaEvent = (typeof sagaEvents)[number];

/**
 * `succeed`: the payment has its money. `end`: the payment fails, or what it took counts as refunded. `start` and
 * `compensate` are the topics by which others are asked, anew or for the first time.
 */
export type SagaCommand = 'hold' | 'release' | 'succeed' | 'end' | 'start' | 'compensate';

export interface Step {
  state: SagaState;
  commands: readonly SagaCommand[];
}

export const firstState: SagaState = { phase: 'running', order: 'waiting', charge: 'waiting' };

/** Late and repeated events change nothing: the same state, and no commands. */
export function step(state: SagaState, event: SagaEvent): Step {
  switch (state.phase) {
    case 'running':
    case 'paused':
      return whileOpen(state, event);
    case 'compensating':
      return whileCompensating(state, event);
    case 'failed_compensation':
      return whileFailed(state, event);
    case 'compensated':
      // The channel took the money after all: it gives it back.
      if (event !== 'charge.approved' || state.charge !== 'none') return unchanged(state);
      return { state: { ...state, phase: 'compensating', charge: 'taken' }, commands: ['compensate'] };
    case 'completed':
      return unchanged(state);
    default:
      return state.phase satisfies never;
  }
}

function unchanged(state: SagaState): Step {
  return { state, commands: [] };
}

function whileOpen(state: SagaState, event: SagaEvent): Step {
  switch (event) {
    case 'order.reserved':
    case 'order.refused':
      return onOrder(state, event);
    case 'charge.approved':
    case 'charge.declined':
    case 'charge.unanswered':
      return state.charge === 'taken' ? unchanged(state) : onCharge(state, event);
    case 'deadline.passed':
    case 'operator.compensate':
      return undoing(state);
    case 'operator.resume':
      if (state.phase !== 'paused') return unchanged(state);
      return { state: { ...state, phase: 'running', charge: 'waiting' }, commands: ['start'] };
    case 'reversal.done':
    case 'reversal.empty':
    case 'reversal.failed':
      return unchanged(state);
    default:
      return event satisfies never;
  }
}

function onOrder(state: SagaState, event: 'order.reserved' | 'order.refused'): Step {
  if (state.order === 'held') return unchanged(state);
  if (event === 'order.refused') return undoing(state);
  const phase = state.charge === 'taken' ? 'completed' : state.phase;
  return { state: { ...state, phase, order: 'held' }, commands: ['hold'] };
}

function onCharge(state: SagaState, event: 'charge.approved' | 'charge.declined' | 'charge.unanswered'): Step {
  const { order, charge } = state;
  if (event === 'charge.declined') {
    const { state: undone, commands } = undoing({ ...state, charge: 'declined' });
    return { state: undone, commands: ['end', ...commands] };
  }
  if (event === 'charge.approved') {
    const phase = order === 'held' ? 'completed' : 'running';
    return { state: { phase, order, charge: 'taken' }, commands: ['succeed'] };
  }
  if (charge !== 'waiting') return unchanged(state);
  return { state: { phase: 'paused', order, charge: 'unknown' }, commands: [] };
}

/** A charge without an answer may still be under way, and an order that is not held by now never will be. */
function undoing({ order, charge }: SagaState): Step {
  const state: SagaState = {
    phase: 'compensating',
    order: order === 'held' ? 'held' : 'none',
    charge: charge === 'waiting' ? 'unknown' : charge,
  };
  return { state, commands: ['compensate'] };
}

function whileCompensating(state: SagaState, event: SagaEvent): Step {
  if (event === 'reversal.failed') return { state: { ...state, phase: 'failed_compensation' }, commands: [] };
  // Money that came after the channel had said that there was none.
  if (event === 'reversal.empty' && state.charge === 'taken') return { state, commands: ['compensate'] };
  return whileUndone(state, event);
}

function whileFailed(state: SagaState, event: SagaEvent): Step {
  if (event === 'operator.resume' || event === 'operator.compensate')
    return { state: { ...state, phase: 'compensating' }, commands: ['compensate'] };
  if (event === 'reversal.empty' && state.charge === 'taken') return unchanged(state);
  return whileUndone(state, event);
}

/** Both have in common the channel's word on the charge, and the end. */
function whileUndone(state: SagaState, event: SagaEvent): Step {
  const { charge, order } = state;
  switch (event) {
    case 'charge.approved':
      return charge === 'unknown' ? { state: { ...state, charge: 'taken' }, commands: ['succeed'] } : unchanged(state);
    case 'charge.declined':
      return charge === 'unknown' ? { state: { ...state, charge: 'declined' }, commands: ['end'] } : unchanged(state);
    case 'reversal.done':
    case 'reversal.empty': {
      const left = event === 'reversal.done' ? 'reversed' : 'none';
      return {
        state: { phase: 'compensated', order: 'none', charge: charge === 'declined' ? 'declined' : left },
        commands: order === 'held' ? ['release', 'end'] : ['end'],
      };
    }
    default:
      return unchanged(state);
  }
}
