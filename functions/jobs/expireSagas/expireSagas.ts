import { type Asked, hear, known, type Told } from '../../../domain/saga/hear.ts';
import { type Saga, sagaIdOf, sagaLists, sagas } from '../../../domain/saga/saga.ts';
import { skip } from '../../../lib/commit/commit.ts';
import { itemsIn } from '../../../lib/jobs/search.ts';
import type { Work } from '../../../lib/jobs/work.ts';

/** How long an undoing may wait for the channel, until operators are told: longer than an outage of Kafka lasts usually. */
const PATIENCE_MS = 3_600_000;

/** Sagas that run, or are paused, past their deadline; and those whose undoing nobody has answered. */
export const expireSagas: Work<Saga, Asked> = {
  find: ({ nowMs }) => {
    const to = new Date(nowMs).toISOString();
    const lists = [...sagaLists.open.all, ...sagaLists.compensating.all];
    return lists.map((partition) => itemsIn({ table: sagas, index: 'byDeadline', partition }, { to }));
  },
  load: (saga) => known({ saga_id: sagaIdOf(saga), payment_id: saga.paymentId, order_id: saga.orderId }),
  decide: (saga, { payment, hold }, context) => {
    if (!payment) return skip('its payment is missing');
    const told = dueFor(saga, context.nowMs);
    if (!told) return skip('it is being undone');
    const { commit } = hear({ saga, payment, hold }, told, context);
    return { ...commit, once: 'version' };
  },
};

function dueFor({ phase, since }: Saga, nowMs: number): Told | undefined {
  if (phase !== 'compensating') return { event: 'deadline.passed' };
  return nowMs - Date.parse(since) < PATIENCE_MS ? undefined : { event: 'reversal.failed', reason: 'NO_ANSWER' };
}
