/** One saga, for people and as JSON. */
import { type Payment, paymentRef } from '../../domain/payments/payment.ts';
import { type Saga, sagaRef } from '../../domain/saga/saga.ts';
import { sagaView } from '../../domain/saga/shown.ts';
import type { Store } from '../../lib/store/store.ts';
import { shown } from '../../lib/text/shown.ts';
import { UsageError } from '../../local/usageError.ts';

export async function showSaga(id: string, store: Pick<Store, 'read'>) {
  const { saga, payment } = await readSaga(id, store);
  const heard = saga.heard.map(({ event, at, note = null, changedNothing = false }) => ({
    at,
    event,
    note,
    changed_nothing: changedNothing,
  }));
  return { ...sagaView(saga, payment), heard };
}

export async function readSaga(id: string, store: Pick<Store, 'read'>): Promise<{ saga: Saga; payment: Payment }> {
  const [saga, payment] = (await store.read([sagaRef(id), paymentRef(id)])) as [Saga?, Payment?];
  if (!saga || !payment)
    throw new UsageError(`There is no saga ${shown(id)}: its id is that of a payment for an order; see sagas list.`);
  return { saga, payment };
}

export function shownText(saga: Awaited<ReturnType<typeof showSaga>>): string {
  const { compensation = [], reason, next_try: nextTry } = saga;
  return [
    `Saga ${saga.saga_id}: ${saga.phase}, order ${saga.order}, charge ${saga.charge}, payment ${saga.payment}`,
    `  order ${saga.order_id} of merchant ${saga.merchant_id}, ${saga.amount} ${saga.currency} (minor units)`,
    `  waits for ${saga.waits_for}, since ${saga.since}`,
    `  deadline ${saga.deadline}${nextTry === null ? '' : ', at which it is undone'}`,
    ...(reason === null ? [] : [`  undone because of ${reason}`]),
    `  compensation would ${compensation.join(', ') || 'do nothing'}`,
    'What it heard:',
    ...saga.heard.map(({ at, event, note, changed_nothing: changedNothing }) => {
      const why = note === null ? '' : `  ${note}`;
      return `  ${at}  ${event}${why}${changedNothing ? '  (changed nothing)' : ''}`;
    }),
  ].join('\n');
}
