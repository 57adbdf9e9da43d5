/** Sends what an outage or a crash left in the outbox: finds the streams that have rows, and drains them side by side. */
import pLimit, { type LimitFunction } from 'p-limit';
import { type ErrorCode, type Fault, toFault } from '../errors/fault.ts';
import type { Seldom } from '../observability/seldom.ts';
import { type DrainConnections, drain } from './drain.ts';
import { type OutboxRow, outbox, shards } from './outbox.ts';
import { rememberingRefusals } from './refusedTopics.ts';

export interface Relayed {
  streams: number;
  rows: number;
  /** Streams that could not be drained this time; they stay for the next run. */
  failed: number;
  /** The streams among them that wait for an operator. */
  parked: number;
  /** Why streams were left that might have gone: the fault's code, or that the time was over. */
  stopped: ErrorCode | 'TIME_OVER' | null;
}

/** A send holds 100 records: some streams are on their way, and others meanwhile read and remove. */
const STREAMS_AT_ONCE = 250;
const SHARDS_AT_ONCE = 8;
const PAGE_ROWS = 1_000;
/** With less left nothing is started, and a moment before the end nothing is on its way. */
const START_MARGIN_MS = 10_000;
const END_MARGIN_MS = 2_000;

/** Trouble of one stream. All other faults are those of the broker or the store, and would meet every stream. */
const ofOneStream: ReadonlySet<ErrorCode> = new Set([
  'STREAM_PARKED',
  'UNKNOWN_TOPIC',
  'TOPIC_UNAVAILABLE',
  'CLOCK_REFUSED',
  'NOT_AUTHORISED',
  'OBJECTS_UNAVAILABLE',
  'UNDECLARED',
  // That of the object store, which few streams need: the relay's own way to the broker has none.
  'BREAKER_OPEN',
  'PROGRAMMER_ERROR',
]);

export interface RelayLimits {
  /** Until the invocation ends; absent: five minutes, always. */
  remainingMs?(): number;
  /** 0 to 1: where among the shards to begin. Two runs side by side then mostly meet other streams. */
  random?(): number;
  /** Whether an outage is told now; absent: in each run. */
  seldom?: Seldom;
}

interface RelayRun {
  drainConnections: DrainConnections;
  drains: LimitFunction;
  /** Aborted when the time is over. */
  signal: AbortSignal;
  isOver(): boolean;
  seldom: Seldom;
  total: Relayed;
  /** Whether an alarm says in this run that our clock is not right. */
  isClockTold: boolean;
}

/**
 * One stream's failure holds up no other one. When the broker is down that costs nothing but this run: no try is
 * counted, and the streams not begun are left for the next.
 */
export async function relay(
  drainConnections: DrainConnections,
  { remainingMs = () => 300_000, random = () => 0, seldom = () => true }: RelayLimits = {},
): Promise<Relayed> {
  const total: Relayed = { streams: 0, rows: 0, failed: 0, parked: 0, stopped: null };
  const isOver = () => {
    if (remainingMs() < START_MARGIN_MS) total.stopped ??= 'TIME_OVER';
    return total.stopped !== null;
  };
  const run: RelayRun = {
    drainConnections: { ...drainConnections, producer: rememberingRefusals(drainConnections.producer) },
    // The first one goes alone: one send is enough to see that the broker is away.
    drains: pLimit(1),
    signal: AbortSignal.timeout(Math.max(0, remainingMs() - END_MARGIN_MS)),
    isOver,
    seldom,
    total,
    isClockTold: false,
  };
  await pLimit(SHARDS_AT_ONCE).map(startingAt(Math.floor(random() * shards.length), shards), (shard) =>
    relayShard(shard, run),
  );
  if (total.rows > 0 || (total.streams > 0 && total.stopped === null))
    drainConnections.log.info('relay.done', { ...total });
  return total;
}

function startingAt(start: number, all: readonly string[]): string[] {
  return [...all.slice(start), ...all.slice(0, start)];
}

/** Page by page: a long outage leaves more streams than memory holds. */
async function relayShard(shard: string, run: RelayRun): Promise<void> {
  const from = { table: outbox, index: 'byShard', partition: shard };
  const known = new Set<string>();
  let page: string | undefined;
  do {
    if (run.isOver()) return;
    const found = await run.drainConnections.store.query(from, { limit: PAGE_ROWS }, page);
    const streams = lastRows(found.items).filter(({ pk }) => !known.has(pk));
    await Promise.all(streams.map((row) => run.drains(() => relayStream(row, run))));
    for (const { pk } of streams) known.add(pk);
    page = found.next;
  } while (page !== undefined);
}

/** Picks the row of the highest version of each stream. */
function lastRows(rows: readonly OutboxRow[]): OutboxRow[] {
  const last = new Map<string, OutboxRow>();
  for (const row of rows) if (row.sk > (last.get(row.pk)?.sk ?? '')) last.set(row.pk, row);
  return [...last.values()];
}

async function relayStream({ pk: stream, sk }: OutboxRow, run: RelayRun): Promise<void> {
  const { drainConnections, drains, signal, isOver, total } = run;
  if (isOver()) return;
  total.streams += 1;
  try {
    const sent = await drain(stream, drainConnections, signal, sk);
    total.rows += sent;
    drains.concurrency = STREAMS_AT_ONCE;
  } catch (error) {
    total.failed += 1;
    tellFailure(stream, toFault(error), run);
  }
}

function tellFailure(stream: string, fault: Fault, run: RelayRun): void {
  const { drainConnections, seldom, total } = run;
  if (fault.code === 'STREAM_PARKED') {
    total.parked += 1;
    return;
  }
  const line = { stream, errorCode: fault.code, error: fault.message };
  const isOfOneStream = ofOneStream.has(fault.code);
  if (fault.code === 'CLOCK_REFUSED') tellClock(line, run);
  else if (isOfOneStream) drainConnections.log.warn('relay.failed', line);
  // A hundred drains meet one outage; one line tells of it.
  else if (total.stopped === null && seldom(`relay.stopped ${fault.code}`))
    drainConnections.log.warn('relay.stopped', line);
  if (!isOfOneStream) total.stopped ??= fault.code;
}

/** An outage that only people end. Records get their time when they are sent, so what waits goes once the clock is right. */
function tellClock(line: Record<string, unknown>, run: RelayRun): void {
  if (!run.isClockTold) run.drainConnections.log.error('clock.refused', line);
  run.isClockTold = true;
}
