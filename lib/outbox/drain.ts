/** The only way out of the outbox: a stream's rows, in version order, each removed once the broker has it. */
import { Fault, toFault } from '../errors/fault.ts';
import type { Objects } from '../objects/objects.ts';
import type { Log } from '../observability/log.ts';
import { recordPublished } from '../observability/signals.ts';
import type { Producer } from '../producer/producer.ts';
import { remove, type Store } from '../store/store.ts';
import { type OutboxRow, outbox, recordsOf } from './outbox.ts';

export interface Outlet {
  function: string;
  store: Store;
  objects: Objects;
  producer: Producer;
  log: Log;
}

/**
 * Sends what the stream holds until a consistent query finds it empty. Two drains of one stream at once may send a row
 * twice; first occurrences are in version order, because each sends a row only after the one before was acknowledged.
 * Answers the number of rows sent. Throws what the broker or the store throws; the rest then stays for the relay.
 */
export async function drain(stream: string, outlet: Outlet, signal?: AbortSignal): Promise<number> {
  for (let sent = 0; ; ) {
    const { items } = await outlet.store.query({ table: outbox, partition: stream });
    if (items.length === 0) return sent;
    for (const row of items) {
      await sendRow(row, outlet, signal);
      sent += 1;
    }
  }
}

/**
 * Drains right after a commit, within `limitMs`; what is not on its way by then is not sent from here any more.
 * A broker that is down fails nobody's request or record: it is logged, and the relay sends later. One that is known to
 * be down costs them nothing, not even a query.
 */
export async function drainSoon(streams: readonly string[], outlet: Outlet, limitMs: number): Promise<void> {
  const defer = (stream: string, { code, message }: Fault) =>
    outlet.log.warn('publish.deferred', { stream, errorCode: code, error: message });
  const refusal = outlet.producer.refusal?.();
  if (refusal) {
    for (const stream of streams) defer(stream, refusal);
    return;
  }
  const limit = new AbortController();
  // The reason that `AbortSignal.timeout` gives; its timer could not be called off.
  const timer = setTimeout(() => limit.abort(new DOMException('the time is over', 'TimeoutError')), limitMs);
  const drainOne = async (stream: string) => {
    try {
      await endedBy(limit.signal, drain(stream, outlet, limit.signal));
    } catch (error) {
      defer(stream, toFault(error));
    }
  };
  await Promise.all(streams.map(drainOne));
  clearTimeout(timer);
}

async function sendRow(row: OutboxRow, outlet: Outlet, signal?: AbortSignal): Promise<void> {
  const bytes = row.object === undefined ? undefined : await outlet.objects.get(row.object, signal);
  if (row.object !== undefined && !bytes) return await skipIfGone(row, outlet);
  const published = await outlet.producer.publish(recordsOf(row, bytes), signal);
  for (const record of published) recordPublished.publish({ function: outlet.function, record });
  await outlet.store.transact([remove({ table: outbox, pk: row.pk, sk: row.sk })], `sent#${row.pk}#${row.sk}`);
  if (row.object !== undefined) await outlet.objects.remove(row.object);
}

/** A row whose object is missing was sent by another drain a moment ago; if the row is still there, the bytes are lost. */
async function skipIfGone(row: OutboxRow, outlet: Outlet): Promise<void> {
  const [still] = await outlet.store.read([{ table: outbox, pk: row.pk, sk: row.sk }]);
  if (still)
    throw new Fault('OBJECTS_UNAVAILABLE', `outbox row ${row.pk} ${row.sk} points at ${row.object}, which is missing`);
}

/** The store has no signal of its own: what it answers after the limit is left alone. */
async function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const ended = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => ended.reject(new Fault('TIMED_OUT', 'the time to publish at once is over')));
  return await Promise.race([work, ended.promise]);
}
