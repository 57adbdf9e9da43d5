/**
 * The only way out of the outbox: a stream's rows, in version order, each removed once the broker has it.
 *
 * Why first occurrences are in version order, whoever drains beside us, and however sends end:
 * - No version is stored after a higher one of its stream: writing version n needs version n - 1 to be there.
 * - A row is sent only after the one before it was acknowledged to this drain, or was gone when this drain read the
 *   stream; and rows go only after an acknowledgement. So when the first byte of a version leaves any process, all that
 *   came before is on the broker.
 * - So what arrives late, from a time-out or a process that was thought dead, repeats what is there: never the first.
 *
 * Nobody waits in vain: whoever stores a row drains after it, and the relay drains after everyone.
 */
import { Fault, toFault } from '../errors/fault.ts';
import type { Log } from '../observability/log.ts';
import { type OutboxRow, outbox } from './outbox.ts';
import { isRefusedForGood, park, parkedFault } from './parking.ts';
import { removeSent, type Shipping, sendRow } from './sendRow.ts';

export interface Outlet extends Shipping {
  log: Log;
  /** Asks the relay to look soon. Absent where no relay can be asked. */
  wakeRelay?: (() => Promise<void>) | undefined;
}

const WAKE_LIMIT_MS = 500;

/**
 * Sends what the stream holds and answers the number of rows sent. Two drains of one stream at once may send a row
 * twice. `known` is the sort key of a row that was there before this call, or none. Throws what the broker or the store
 * throws, and STREAM_PARKED at a row that is parked; the rest then stays.
 */
export async function drain(stream: string, outlet: Outlet, signal?: AbortSignal, known = ''): Promise<number> {
  for (let sent = 0; ; ) {
    const { rows, isAll } = await rowsOf(stream, known, outlet);
    await sendInOrder(rows, outlet, signal);
    sent += rows.length;
    if (isAll) return sent;
  }
}

/**
 * The first rows, none missing between. A page may show a version that was committed while it was read, and not the one
 * committed just before (AWS: isolation levels, "read-committed" for a query), but a second look has all up to there.
 */
async function rowsOf(stream: string, known: string, { store }: Outlet) {
  const from = { table: outbox, partition: stream };
  // Always from the beginning: others drain beside us, and what is left is what has to go.
  const seen = await store.query(from);
  const last = seen.items.at(-1)?.sk ?? '';
  if (last <= known) return { rows: seen.items, isAll: seen.next === undefined };
  const found = await store.query(from, { to: last });
  return { rows: found.items, isAll: seen.next === undefined && found.next === undefined };
}

/** A row is removed while the next one is on its way: for what follows it counts that the broker has it. */
async function sendInOrder(rows: readonly OutboxRow[], outlet: Outlet, signal?: AbortSignal): Promise<void> {
  const removals: Promise<void>[] = [];
  try {
    for (const row of rows) {
      await sendOrPark(row, outlet, signal);
      const removal = removeSent(row, outlet);
      removals.push(removal);
      // Told below, once nothing is on its way any more.
      removal.catch(() => undefined);
    }
  } finally {
    await Promise.all(removals);
  }
}

/**
 * Drains right after a commit, within `limitMs`; what is not on its way by then is not sent from here any more.
 * A broker that is down fails nobody's request or record: it is logged, and the relay, woken, sends later. One that is
 * known to be down costs them nothing, not even a query.
 */
export async function drainSoon(streams: readonly string[], outlet: Outlet, limitMs: number): Promise<void> {
  const refusal = outlet.producer.refusal?.();
  if (refusal) {
    for (const stream of streams) tellDeferred(stream, refusal, outlet);
    return;
  }
  const limit = new AbortController();
  // The reason that `AbortSignal.timeout` gives; its timer could not be called off.
  const timer = setTimeout(() => limit.abort(new DOMException('the time is over', 'TimeoutError')), limitMs);
  const faults = await Promise.all(streams.map((stream) => faultOf(stream, outlet, limit.signal)));
  clearTimeout(timer);
  if (faults.some((fault) => fault && fault.code !== 'STREAM_PARKED')) await wake(outlet);
}

/** Without it the relay comes within its minute. */
async function wake({ wakeRelay, log }: Outlet): Promise<void> {
  if (!wakeRelay) return;
  try {
    await endedBy(AbortSignal.timeout(WAKE_LIMIT_MS), wakeRelay());
  } catch (error) {
    log.warn('relay.not-woken', { error: toFault(error).message });
  }
}

async function faultOf(stream: string, outlet: Outlet, limit: AbortSignal): Promise<Fault | null> {
  try {
    await endedBy(limit, drain(stream, outlet, limit));
    return null;
  } catch (error) {
    const fault = toFault(error);
    tellDeferred(stream, fault, outlet);
    return fault;
  }
}

function tellDeferred(stream: string, { code, message }: Fault, { log }: Outlet): void {
  const line = code === 'STREAM_PARKED' ? 'publish.blocked' : 'publish.deferred';
  log.warn(line, { stream, errorCode: code, error: message });
}

async function sendOrPark(row: OutboxRow, outlet: Outlet, signal?: AbortSignal): Promise<void> {
  if (row.parked) throw parkedFault(row);
  try {
    await sendRow(row, outlet, signal);
  } catch (error) {
    const fault = toFault(error);
    if (!isRefusedForGood(fault)) throw fault;
    await park(row, fault, outlet);
    throw parkedFault(row, fault);
  }
}

/** The store has no signal of its own: what it answers after the limit is left alone. */
async function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const ended = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => ended.reject(new Fault('TIMED_OUT', 'the time that a caller waits is over')));
  return await Promise.race([work, ended.promise]);
}
