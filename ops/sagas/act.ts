/** The acts of an operator on a saga, each written in one transaction with its entry in the table audit. */
import { randomUUID } from 'node:crypto';
import { hear } from '../../domain/saga/hear.ts';
import { type OrderHold, orderHoldRef } from '../../domain/saga/reservation.ts';
import { type SagaEvent, step } from '../../domain/saga/step.ts';
import { machineClock } from '../../lib/clock/clock.ts';
import { carryOut } from '../../lib/commit/carryOut.ts';
import { continueTrace } from '../../lib/observability/trace.ts';
import { shown } from '../../lib/text/shown.ts';
import { UsageError } from '../../local/usageError.ts';
import type { OpenedStore } from '../openStore.ts';
import { operatorEntry } from '../operatorEntry.ts';
import { readSaga } from './show.ts';

const outcomes: Readonly<Record<string, SagaEvent>> = {
  approved: 'charge.approved',
  declined: 'charge.declined',
  reversed: 'reversal.done',
  nothing: 'reversal.empty',
};

export function eventOf(verb: string, as: string | undefined): SagaEvent {
  if (verb !== 'resolve') {
    if (as !== undefined) throw new UsageError('--as belongs to sagas resolve.');
    return verb === 'resume' ? 'operator.resume' : 'operator.compensate';
  }
  const event = as !== undefined && Object.hasOwn(outcomes, as) ? outcomes[as] : undefined;
  if (event) return event;
  throw new UsageError(`--as takes ${Object.keys(outcomes).join(', ')}; came ${shown(as ?? '') || 'nothing'}.`);
}

interface Act {
  id: string;
  verb: string;
  event: SagaEvent;
  reason: string;
}

export async function act({ id, verb, event, reason }: Act, { store, objects }: OpenedStore): Promise<void> {
  const { saga, payment } = await readSaga(id, store);
  if (step(saga, event).commands.length === 0 && step(saga, event).state === saga) {
    const may = wordsThatChange(saga);
    const instead = may.length > 0 ? `possible now: ${may.join(', ')}` : 'nothing is left to do';
    throw new UsageError(
      `Saga ${id} is ${saga.phase} (order ${saga.order}, charge ${saga.charge}), and that changes nothing: ${instead}.`,
    );
  }
  const [hold] = (await store.read([orderHoldRef(saga.orderId)])) as (OrderHold | undefined)[];
  const nowMs = machineClock();
  const context = { settings: {}, writer: 'ops', nowMs, newId: randomUUID, random: Math.random, digest: () => '' };
  const why = event.startsWith('charge') ? 'RESOLVED_BY_OPERATOR' : undefined;
  const { commit, saga: after } = hear({ saga, payment, hold }, { event, reason: why }, context);
  const details = { was: saga.phase, is: after.phase, event };
  const entry = operatorEntry({ subject: `saga#${id}`, action: `saga.${verb}`, reason, details });
  const trace = () => continueTrace(undefined, undefined);
  const writing = { store, objects, trace, nowMs, newId: randomUUID };
  const writes = [...commit.writes, entry];
  const { failures } = await carryOut({ ...commit, once: 'version', writes }, undefined, writing);
  if (failures.length > 0) throw new UsageError(`Saga ${id} was changed meanwhile; see sagas show ${id}.`);
}

/** In the words of the command line. */
function wordsThatChange(saga: Parameters<typeof step>[0]): string[] {
  const words = Object.entries(outcomes).map(([word, event]) => [`resolve --as ${word}`, event] as const);
  const all = [['resume', 'operator.resume'], ['compensate', 'operator.compensate'], ...words] as const;
  return all.flatMap(([word, event]) => {
    const next = step(saga, event);
    return next.state === saga && next.commands.length === 0 ? [] : [word];
  });
}
