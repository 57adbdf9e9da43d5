/** A failed record ends in one transaction: its mark, its letter in the outbox, and its claim released. */
import { randomUUID } from 'node:crypto';
import { type Engine, outletOf } from '../connect/engine.ts';
import { replayCountOf, toLetter } from '../deadLetter/letter.ts';
import type { Topic } from '../envelope/topic.ts';
import { type Fault, toFault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import { drainSoon } from '../outbox/drainSoon.ts';
import { outboxRow } from '../outbox/outbox.ts';
import { removeUnneeded } from '../outbox/sendRow.ts';
import { type Put, putIfAbsent, type Write, type WriteFailure } from '../store/store.ts';
import { failureKey, failureOf, failureRef, letterId, type Mark, markExpiry, marks } from './marks.ts';
import type { Settlement } from './result.ts';

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
}

/** When even this can't be stored, the record goes back: it must not be lost. */
export async function settleFailure(failed: FailedRecord, engine: Engine): Promise<Settlement> {
  try {
    return await writeMarkAndLetter(failed, engine);
  } catch (error) {
    engine.log.error('record.unsettled', { error: toFault(error).message, because: failed.fault.message });
    return { outcome: 'handed-back', attempts: failed.attempts, fault: toFault(error) };
  }
}

async function writeMarkAndLetter(failed: FailedRecord, engine: Engine): Promise<Settlement> {
  const { record, topic, fault, attempts } = failed;
  if (topic.deadLetterTopic === null) return { outcome: 'handed-back', attempts, fault };
  const stream = failureKey(engine.function, record);
  const letter = toLetter(record, topic.deadLetterTopic, storyOf(failed, engine));
  const version = replayCountOf(record);
  const row = outboxRow({ stream, version, records: [letter], isFirst: version === 0 }, isoNow(engine));
  const { objects } = engine.connections;
  if (row.object) await objects.put(row.object.name, row.object.bytes);
  const failures = await transact([failureMark(failed, engine), row.write, ...failed.writes], engine);
  if (failures.length === 0) {
    await drainSoon([row], outletOf(engine), engine.settings.PUBLISH_LIMIT_MS);
    return { outcome: 'dead-letter', attempts, fault };
  }
  const [first] = failures;
  if (first?.index === 0 && first.reason === 'condition') {
    await removeUnneeded(row.row, engine.connections);
    return { outcome: 'duplicate', attempts: 0, ...failureOf(first.found as Mark | undefined) };
  }
  // Another worker finished this event, took the claim over, or is at it: the next delivery recognises which.
  return { outcome: 'handed-back', attempts, fault };
}

/** What passes within moments is waited for: what is known of the failure would be lost by the time the record comes again. */
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
