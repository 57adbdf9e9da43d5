/** Draining right after a commit, for the request or batch that waits: within a limit, and failing nobody. */
import { Fault, toFault } from '../errors/fault.ts';
import { type DrainConnections, drainStored } from './drain.ts';
import type { StoredRow } from './outbox.ts';

const WAKE_LIMIT_MS = 500;

/**
 * Drains right after a commit, within `limitMs`; what is not on its way by then is not sent from here any more.
 * A broker that is down fails nobody's request or record: it is logged, and the relay, woken, sends later. One that is
 * known to be down costs them nothing, not even a query.
 */
export async function drainSoon(
  stored: readonly StoredRow[],
  drainConnections: DrainConnections,
  limitMs: number,
): Promise<void> {
  if (stored.length === 0) return;
  const refusal = drainConnections.producer.refusal?.();
  if (refusal) {
    for (const { row } of stored) tellDeferred(row.pk, refusal, drainConnections);
    return;
  }
  const limit = new AbortController();
  // The reason that `AbortSignal.timeout` gives; its timer could not be called off.
  const timer = setTimeout(() => limit.abort(new DOMException('the time is over', 'TimeoutError')), limitMs);
  const faults = await Promise.all(lastOfEach(stored).map((last) => faultOf(last, drainConnections, limit.signal)));
  clearTimeout(timer);
  if (faults.some((fault) => fault && fault.code !== 'STREAM_PARKED')) await wake(drainConnections);
}

/** One drain a stream: of several versions the last one takes the others with it. */
function lastOfEach(stored: readonly StoredRow[]): StoredRow[] {
  const last = new Map<string, StoredRow>();
  for (const each of stored) {
    const there = last.get(each.row.pk);
    if (!there || there.row.sk < each.row.sk) last.set(each.row.pk, each);
  }
  return [...last.values()];
}

/** Without it the relay comes within its minute. */
async function wake({ wakeRelay, log }: DrainConnections): Promise<void> {
  if (!wakeRelay) return;
  try {
    await endedBy(AbortSignal.timeout(WAKE_LIMIT_MS), wakeRelay());
  } catch (error) {
    log.warn('relay.not-woken', { error: toFault(error).message });
  }
}

async function faultOf(
  stored: StoredRow,
  drainConnections: DrainConnections,
  limit: AbortSignal,
): Promise<Fault | null> {
  try {
    await endedBy(limit, drainStored(stored, drainConnections, limit));
    return null;
  } catch (error) {
    const fault = toFault(error);
    tellDeferred(stored.row.pk, fault, drainConnections);
    return fault;
  }
}

function tellDeferred(stream: string, { code, message }: Fault, { log }: DrainConnections): void {
  const line = code === 'STREAM_PARKED' ? 'publish.blocked' : 'publish.deferred';
  log.warn(line, { stream, errorCode: code, error: message });
}

/** The store has no signal of its own: what it answers after the limit is left alone. */
async function endedBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const ended = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => ended.reject(new Fault('TIMED_OUT', 'the time that a caller waits is over')));
  return await Promise.race([work, ended.promise]);
}
