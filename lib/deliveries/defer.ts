/** Defers a message: the row due, the mark that it is settled for now, and what it held, in one transaction. */
import { randomUUID } from 'node:crypto';
import type { Work } from '../batch/work.ts';
import { type DueRow, dueRow } from '../due/dueRow.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { placeOf } from '../kafka/record.ts';
import { duplicate, handled, type Result } from '../outcomes/result.ts';
import type { Message } from '../reading/message.ts';
import { growingPause, OVERTAKEN, retryConflicts } from '../store/retryConflicts.ts';
import { putIfAbsent, type Write, type WriteFailure } from '../store/store.ts';
import { failureOf, failureRef, type Mark, markExpiry, marks } from '../tables/marks.ts';
import { type Claim, claimLost, lapsed } from './claims.ts';
import { giveUp, removals, untilAnswered } from './sending.ts';

const MAX_TRIES = 5;

/**
 * A redelivery of the record is a duplicate from here on: the row brings it back, at its time. Faults DUE_INVALID,
 * STORE_CONTENDED, and those of the stores.
 */
export async function defer(message: Message, dueAtMs: number, work: Work): Promise<Result> {
  const { writes, row } = await plan(message, dueAtMs, [], work);
  return await written(message, row, await transact(writes, message, work), work);
}

/** For what a send put off: it was certainly not sent, so its claim lapses. Faults CLAIM_LOST, and those of `defer`. */
export async function deferSend(message: Message, dueAtMs: number, held: Claim, work: Work): Promise<Result> {
  const { engine } = work;
  const { writes, row } = await plan(message, dueAtMs, [lapsed(held, engine.now())], work);
  try {
    const failures = await untilAnswered(() => transact(writes, message, work), held, work);
    const lost = failures.find(({ index, reason }) => index === AT_CLAIM && reason === 'condition');
    if (lost && !isSettled(failures)) throw claimLost(held, lost.found as Mark | undefined);
    return await written(message, row, failures, work);
  } catch (error) {
    if (toFault(error).code !== 'CLAIM_LOST') await giveUp(held, engine);
    throw error;
  }
}

/** Behind the mark and the row. */
const AT_CLAIM = 2;

async function plan({ record, topic }: Message, dueAtMs: number, release: readonly Write[], { engine, also }: Work) {
  const nowMs = engine.now();
  const { row, write, object } = dueRow({ function: engine.function, record, dueAtMs }, nowMs);
  if (object) await engine.connections.objects.put(object.name, object.bytes);
  const { pk, sk } = failureRef(engine.function, record);
  const at = new Date(nowMs).toISOString();
  const mark = putIfAbsent(marks, { pk, sk, state: 'deferred', at, expiresAt: markExpiry(topic, nowMs) });
  return { row, writes: [mark, write, ...release, ...removals(also)] };
}

async function transact(writes: readonly Write[], { record }: Message, { engine }: Work): Promise<WriteFailure[]> {
  const token = randomUUID();
  const attempt = async () => {
    const failures = await engine.connections.store.transact(writes, token);
    return failures.length > 0 && failures.every(({ reason }) => reason === 'conflict') ? OVERTAKEN : failures;
  };
  const failures = await retryConflicts(attempt, { attempts: MAX_TRIES, pause: growingPause(engine) });
  if (failures !== OVERTAKEN) return failures;
  throw new Fault('STORE_CONTENDED', `${placeOf(record)}: ${MAX_TRIES} times its deferral met another write in flight`);
}

async function written(
  { record }: Message,
  row: DueRow,
  failures: readonly WriteFailure[],
  { engine }: Work,
): Promise<Result> {
  const [first] = failures;
  if (isSettled(failures)) return { ...duplicate, ...failureOf(first?.found as Mark | undefined) };
  const { dueAt } = row;
  engine.log.info('record.deferred', { place: placeOf(record), dueAt });
  await engine.connections.wakeDue?.(Date.parse(dueAt)).catch((error: unknown) => {
    // The job comes within its minute anyway.
    engine.log.warn('due.not-woken', { place: placeOf(record), error: toFault(error).message });
  });
  return handled;
}

/** Another worker settled the record, or an earlier try of ours did. */
function isSettled([first]: readonly WriteFailure[]): boolean {
  return first?.index === 0 && first.reason === 'condition';
}
