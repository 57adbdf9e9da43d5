/** Tells what became of a record: a log line, at debug unless it is dead-lettered, and a signal for those who listen. */
import { createHash } from 'node:crypto';
import type { BatchAtHand, Engine } from '../connect/engine.ts';
import { Fault, needsPerson } from '../errors/fault.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import { redact } from '../observability/log.ts';
import { type Outcome, type RecordReport, recordSettled } from '../observability/signals.ts';
import { sentenceOf, stackOf } from '../observability/stack.ts';
import { toldOf } from '../observability/told.ts';
import type { Read } from '../reading/message.ts';
import { shown } from '../text/shown.ts';
import { count } from './batchReport.ts';
import type { Settled, Settlement } from './result.ts';
import type { Verdict } from './verdict.ts';

export function report(
  record: KafkaRecord,
  reading: Read | null,
  settlement: Settlement & { durationMs: number },
  engine: Engine,
): void {
  const { outcome, attempts, fault, durationMs, reason = reasonOf(reading, settlement.outcome, engine) } = settlement;
  count(outcome, engine);
  const error = fault instanceof Fault ? sentenceOf(fault) : undefined;
  if (outcome === 'handed-back') engine.standing.waits(record, error ?? reason ?? 'no reason is known');
  if (!isHeard(outcome, engine)) return;
  const event = reading?.event;
  const fields = {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    eventId: event?.id ?? null,
    type: event?.type ?? null,
    outcome,
    attempts,
    ...(fault && { errorClass: fault.class, errorCode: fault.code }),
    ...whyOf(fault, error, reason),
    durationMs: Math.round(durationMs * 100) / 100,
  };
  // The key can be an address: it is told to listeners, not to the log.
  const line = { ...fields, traceId: event?.traceId };
  if (outcome === 'dead-letter') engine.log.warn('record.settled', line);
  else engine.log.debug('record.settled', line);
  if (!recordSettled.hasSubscribers) return;
  const key = record.key && Buffer.from(record.key).toString('utf8');
  const thrown = fault instanceof Fault ? stackOf(fault) : undefined;
  const more = { ...circumstancesOf(record, reading, engine), pausesMs: settlement.pausesMs ?? 0 };
  const stack = thrown && { stack: thrown.text };
  recordSettled.publish({ function: engine.function, key, ...fields, ...more, ...stack } satisfies RecordReport);
}

function circumstancesOf(record: KafkaRecord, reading: Read | null, { batch, now }: Engine) {
  const event = reading?.event;
  const atMs = event && !event.hasNoTime ? Date.parse(event.timestamp) : record.timestamp;
  return {
    batch: batch ? { id: batch.id, size: batch.size } : null,
    lane: batch ? laneName(record, batch.lanes) : null,
    eventAgeMs: atMs >= 0 ? Math.max(0, now() - atMs) : null,
    producer: event ? shown(event.source) : null,
  };
}

/** Hashed, so that whoever sees it learns no key, and as short for a key of a megabyte. */
function laneName({ topic, partition, offset, key }: KafkaRecord, lanes: BatchAtHand['lanes']): string {
  const place = `${topic}-${partition}`;
  if (lanes === 'partition') return place;
  if (lanes === 'none') return `${place}@${offset}`;
  if (key === null) return `${place}#keyless`;
  return `${place}#${createHash('sha256').update(key).digest('base64url').slice(0, 16)}`;
}

/** In bytes. */
const MAX_REASON_BYTES = 300;
export const TOO_LATE = 'too little of the invocation was left';

export function behind(record: KafkaRecord): string {
  return `it stands behind ${placeOf(record)}, which goes back`;
}

function whyOf(fault: Settled | undefined, error: string | undefined, reason: string | undefined) {
  return {
    ...(fault?.failedAt !== undefined && { failedAt: fault.failedAt }),
    ...(error !== undefined && { error }),
    ...(reason !== undefined && { reason: redact(reason, MAX_REASON_BYTES) }),
  };
}

function reasonOf(reading: Read | null, outcome: Outcome, engine: Engine): string | undefined {
  if (outcome !== 'ignored' || reading?.kind !== 'ignored') return undefined;
  return `${engine.function} handles no ${shown(reading.event.type)}`;
}

/** Reports a record that goes back to Lambda without having been tried. */
export function reportUntouched(record: KafkaRecord, reason: string, engine: Engine): Outcome {
  report(record, null, { outcome: 'handed-back', attempts: 0, durationMs: 0, reason }, engine);
  return 'handed-back';
}

/** False where neither the log nor a listener would hear the report, which then need not be made. */
function isHeard(outcome: Outcome, { log }: Engine): boolean {
  return recordSettled.hasSubscribers || log.isOn(outcome === 'dead-letter' ? 'warn' : 'debug');
}

interface FailedTry {
  record: KafkaRecord;
  /** Absent where the record could not be read. */
  eventId?: string | undefined;
  attempts: number;
  fault: Fault;
  verdict: Verdict['do'];
}

/** One line a failed try. To go back and wait is in the order of things, and no reason to be woken. */
export function tellFailure({ record, eventId, attempts, fault, verdict }: FailedTry, engine: Engine): void {
  const told = toldOf(fault, engine.seldom);
  const fields = { place: placeOf(record), eventId, attempt: attempts, verdict, ...told };
  const isNew = needsPerson(fault.code) && engine.seldom(`${fault.code} ${record.topic}-${record.partition}`);
  if (verdict === 'hand-back' && isNew) engine.log.warn('record.stuck', fields);
  else if (verdict === 'hand-back' && !told.stack) engine.log.debug('record.waits', fields);
  else engine.log.warn('record.failed', fields);
}
