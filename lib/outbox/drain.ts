/**
 * The only way out of the outbox: a stream's rows, in version order, each removed once the broker has it.
 *
 * Why first occurrences are in version order, whoever drains beside us, and however sends end:
 * - No version is stored after a higher one of its stream: writing version n needs version n - 1 to be there.
 * - A row is sent only after the one before it was acknowledged to this drain, or was gone when this drain read the
 *   stream; and rows go only after an acknowledgement. So when the first byte of a version leaves any process, all that
 *   came before is on the broker.
 * - The first version of a stream has none before it: whoever stored it sends it without a look at the rest.
 * - So what arrives late, from a time-out or a process that was thought dead, repeats what is there: never the first.
 *
 * Nobody waits in vain: whoever stores a row drains after it, and the relay drains after everyone.
 */
import type { Clock } from '../clock/clock.ts';
import { toFault } from '../errors/fault.ts';
import type { Log } from '../observability/log.ts';
import { type OutboxRow, outbox, type StoredRow } from './outbox.ts';
import { isRefusedForGood, park, parkedFault } from './parking.ts';
import { removeSent, type SendConnections, sendRow } from './sendRow.ts';

export interface DrainConnections extends SendConnections {
  log: Log;
  now: Clock;
  /** Asks the relay to look soon. Absent where no relay can be asked. */
  wakeRelay?: (() => Promise<void>) | undefined;
}

/**
 * Sends what the stream holds and answers the number of rows sent. Two drains of one stream at once may send a row
 * twice. `known` is the sort key of a row that was there before this call, or none. Throws what the broker or the store
 * throws, and STREAM_PARKED at a row that is parked; the rest then stays.
 */
export async function drain(
  stream: string,
  drainConnections: DrainConnections,
  signal?: AbortSignal,
  known = '',
): Promise<number> {
  for (let sent = 0; ; ) {
    const { rows, isAll } = await rowsOf(stream, known, drainConnections);
    await sendInOrder(rows, drainConnections, signal);
    sent += rows.length;
    if (isAll) return sent;
  }
}

/** Sends what a commit has just stored, after all that its stream holds from before. Answers and throws as `drain`. */
export async function drainStored(
  { row, isFirst }: StoredRow,
  drainConnections: DrainConnections,
  signal?: AbortSignal,
): Promise<number> {
  if (!isFirst) return await drain(row.pk, drainConnections, signal, row.sk);
  await sendInOrder([row], drainConnections, signal);
  return 1;
}

/**
 * The first rows, none missing between. A page may show a version that was committed while it was read, and not the one
 * committed just before (AWS: isolation levels, "read-committed" for a query), but a second look has all up to there.
 */
async function rowsOf(stream: string, known: string, { store }: DrainConnections) {
  const from = { table: outbox, partition: stream };
  // Always from the beginning: others drain beside us, and what is left is what has to go.
  const seen = await store.query(from);
  const last = seen.items.at(-1)?.sk ?? '';
  if (last <= known) return { rows: seen.items, isAll: seen.next === undefined };
  const found = await store.query(from, { to: last });
  return { rows: found.items, isAll: seen.next === undefined && found.next === undefined };
}

/** A row is removed while the next one is on its way: for what follows it counts that the broker has it. */
async function sendInOrder(
  rows: readonly OutboxRow[],
  drainConnections: DrainConnections,
  signal?: AbortSignal,
): Promise<void> {
  const removals: Promise<void>[] = [];
  try {
    for (const row of rows) {
      await sendOrPark(row, drainConnections, signal);
      const removal = removeSent(row, drainConnections);
      removals.push(removal);
      // Told below, once nothing is on its way any more.
      removal.catch(() => undefined);
    }
  } finally {
    await Promise.all(removals);
  }
}

async function sendOrPark(row: OutboxRow, drainConnections: DrainConnections, signal?: AbortSignal): Promise<void> {
  if (row.parked) throw parkedFault(row);
  try {
    await sendRow(row, drainConnections, signal);
  } catch (error) {
    const fault = toFault(error);
    if (!isRefusedForGood(fault)) throw fault;
    await park(row, fault, drainConnections);
    throw parkedFault(row, fault);
  }
}
