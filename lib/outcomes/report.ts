/** Tells what became of a record: one log line, and a signal for those who listen. */
import type { Engine } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import { type Outcome, type RecordReport, recordSettled } from '../observability/signals.ts';
import { sentenceOf, stackOf } from '../observability/stack.ts';
import { toldOf } from '../observability/told.ts';
import type { Read } from '../reading/message.ts';
import type { Settlement } from './result.ts';
import type { Verdict } from './verdict.ts';

export function report(
  record: KafkaRecord,
  reading: Read | null,
  settlement: Settlement & { durationMs: number },
  engine: Engine,
): void {
  if (!isHeard(settlement.outcome, engine)) return;
  const event = reading?.event;
  const { outcome, attempts, fault, durationMs } = settlement;
  const fields = {
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    eventId: event?.id ?? null,
    type: event?.type ?? null,
    outcome,
    attempts,
    ...(fault && { errorClass: fault.class, errorCode: fault.code }),
    ...(fault instanceof Fault && { error: sentenceOf(fault) }),
    durationMs: Math.round(durationMs * 100) / 100,
  };
  // The key can be an address: it is told to listeners, not to the log.
  const line = { ...fields, traceId: event?.traceId };
  if (outcome === 'dead-letter') engine.log.warn('record.settled', line);
  else engine.log.info('record.settled', line);
  const key = record.key && Buffer.from(record.key).toString('utf8');
  const thrown = fault instanceof Fault && recordSettled.hasSubscribers ? stackOf(fault) : undefined;
  const stack = thrown && { stack: thrown.text };
  recordSettled.publish({ function: engine.function, key, ...fields, ...stack } satisfies RecordReport);
}

/** Reports a record that goes back to Lambda without having been tried. */
export function reportUntouched(record: KafkaRecord, engine: Engine): Outcome {
  report(record, null, { outcome: 'handed-back', attempts: 0, durationMs: 0 }, engine);
  return 'handed-back';
}

/** False where neither the log nor a listener would hear the report, which then need not be made. */
export function isHeard(outcome: Outcome, { log }: Engine): boolean {
  return recordSettled.hasSubscribers || log.isOn(outcome === 'dead-letter' ? 'warn' : 'info');
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
  if (verdict === 'hand-back' && !told.stack) engine.log.info('record.waits', fields);
  else engine.log.warn('record.failed', fields);
}
