/** A failed record ends in one transaction: its mark, its letter in the outbox or itself unparsed, and its claim released. */
import { randomUUID } from 'node:crypto';
import { drainConnectionsOf, type Engine } from '../connect/engine.ts';
import { replayCountOf, toLetter } from '../deadLetter/letter.ts';
import type { Topic } from '../envelope/topic.ts';
import { type Fault, toFault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import { toldOf } from '../observability/told.ts';
import { drainSoon } from '../outbox/drainSoon.ts';
import { outboxRow } from '../outbox/outbox.ts';
import { removeUnneeded } from '../outbox/sendRow.ts';
import type { Following, Settlement } from '../outcomes/result.ts';
import { type Put, putIfAbsent, type Write, type WriteFailure } from '../store/store.ts';
import { failureKey, failureOf, failureRef, letterId, type Mark, markExpiry, marks } from '../tables/marks.ts';
import { type Kept, unparsed } from './unparsed.ts';
import { writeFollowed } from './writeFollowed.ts';

/** Short of an outage it is taken by then. */
const MAX_TRIES = 8;
const CONFLICT_PAUSE_MS = 20;
const THROTTLE_PAUSE_MS = 400;

export interface FailedRecord {
  record: KafkaRecord;
  topic: Topic;
  fault: Fault;
  writes: readonly Write[];
  attempts: number;
  firstFailedMs: number;
  /** Decides what else is written with it. */
  follow?: Following;
}

/** When even this can't be stored, the record goes back: it must not be lost. */
export async function settleFailure(failed: FailedRecord, engine: Engine): Promise<Settlement> {
  try {
    return await writeMarkAndLetter(failed, engine);
  } catch (error) {
    const { error: sentence, stack } = toldOf(toFault(error), engine.seldom);
    engine.log.error('record.unsettled', { error: sentence, because: failed.fault.message, stack });
    return { outcome: 'handed-back', attempts: failed.attempts, fault: toFault(error) };
  }
}

async function writeMarkAndLetter(failed: FailedRecord, engine: Engine): Promise<Settlement> {
  const { topic, fault, attempts } = failed;
  const kept =
    topic.deadLetterTopic === null ? unparsed(failed, engine) : letterOf(failed, topic.deadLetterTopic, engine);
  if (kept.object) await engine.connections.objects.put(kept.object.name, kept.object.bytes);
  const own = [failureMark(failed, engine), ...failed.writes];
  const write = (writes: readonly Write[]) => writeWithLetter(writes, kept.writes, engine);
  const { failures, rows } = await writeFollowed({ own, write, follow: failed.follow, because: fault }, engine);
  if (failures.length === 0) {
    await kept.written();
    await drainSoon(rows, drainConnectionsOf(engine), engine.settings.PUBLISH_LIMIT_MS);
    return { outcome: 'dead-letter', attempts, fault };
  }
  const [first] = failures;
  if (first?.index === 0 && first.reason === 'condition') {
    await kept.writtenBefore();
    return { outcome: 'duplicate', attempts: 0, ...failureOf(first.found as Mark | undefined) };
  }
  // Another worker finished this event, took the claim over, or is at it: the next delivery recognises which.
  return { outcome: 'handed-back', attempts, fault };
}

function letterOf(failed: FailedRecord, deadLetterTopic: string, engine: Engine): Kept {
  const { record } = failed;
  const letter = toLetter(record, deadLetterTopic, storyOf(failed, engine));
  const version = replayCountOf(record);
  const stream = failureKey(engine.function, record);
  const row = outboxRow({ stream, version, records: [letter], isFirst: version === 0 }, isoNow(engine));
  return {
    ...(row.object && { object: row.object }),
    writes: [row.write],
    written: () => drainSoon([row], drainConnectionsOf(engine), engine.settings.PUBLISH_LIMIT_MS),
    writtenBefore: () => removeUnneeded(row.row, engine.connections),
  };
}

/** A letter whose row is there already (it was parked until the mark beside it expired) is not stored a second time. */
async function writeWithLetter(
  writes: readonly Write[],
  letter: readonly Write[],
  engine: Engine,
): Promise<WriteFailure[]> {
  const failures = await transact([...writes, ...letter], engine);
  const isStored = failures.some(({ index, reason }) => index === writes.length && reason === 'condition');
  return isStored && failures.length === 1 ? await transact(writes, engine) : failures;
}

/** Waits out conflicts and throttling that pass within moments: a hand-back would lose the story of the failure. */
async function transact(writes: readonly Write[], engine: Engine): Promise<WriteFailure[]> {
  for (let tries = 1; ; tries += 1) {
    const failures = await tryTransact(writes, engine, tries === MAX_TRIES);
    const isContended = failures !== 'throttled' && failures.every(({ reason }) => reason === 'conflict');
    if (failures !== 'throttled' && (failures.length === 0 || !isContended || tries === MAX_TRIES)) return failures;
    const pauseMs = failures === 'throttled' ? THROTTLE_PAUSE_MS : CONFLICT_PAUSE_MS;
    await engine.sleep(Math.round(engine.random() * pauseMs * tries));
  }
}

async function tryTransact(writes: readonly Write[], engine: Engine, isLast: boolean) {
  try {
    return await engine.connections.store.transact(writes, randomUUID());
  } catch (error) {
    if (isLast || toFault(error).class !== 'throttled') throw error;
    return 'throttled';
  }
}

function failureMark(failed: FailedRecord, engine: Engine): Put {
  const { fault, topic, record } = failed;
  const { pk, sk } = failureRef(engine.function, record);
  return putIfAbsent(marks, {
    pk,
    sk,
    state: fault.class === 'permanent' ? 'refused' : 'dead-lettered',
    at: isoNow(engine),
    expiresAt: markExpiry(topic, engine.now()),
    errorClass: fault.class,
    errorCode: fault.code,
  });
}

function storyOf(failed: FailedRecord, engine: Engine) {
  return {
    letterId: letterId(engine.function, failed.record),
    consumer: engine.function,
    fault: failed.fault,
    attempts: failed.attempts,
    firstFailedAt: new Date(failed.firstFailedMs).toISOString(),
    failedAt: isoNow(engine),
  };
}

function isoNow(engine: Engine): string {
  return new Date(engine.now()).toISOString();
}
