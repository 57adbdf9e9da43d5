/** A batch of a mapping: every record is settled in offset order, or goes back to Lambda. */
import type { Engine } from '../connect/engine.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Invocation } from '../lambda/lambda.ts';
import { fromMskEvent, type MskEvent } from '../msk/mskEvent.ts';
import type { Outcome } from '../observability/signals.ts';
import type { ConsumerConfig } from './config.ts';
import { settleFailure } from './failure.ts';
import type { Message, Read, Reader } from './message.ts';
import { decideOutcome } from './outcome.ts';
import { report } from './report.ts';
import type { Result, Settlement } from './result.ts';

/** What a kind of consumer does with one message. What it throws is a failure like one that it answers. */
export type Handle = (message: Message, work: Work) => Promise<Result>;

/** No record is started with less than this left, so that none is cut in the middle (design: deadline). */
export const RESERVE_MS = 2_000;

export interface Work {
  config: ConsumerConfig;
  read: Reader;
  engine: Engine;
  handle: Handle;
  invocation: Invocation;
  /** Records being settled right now, by place: who needs what one of them holds waits for it. */
  inFlight: Map<string, Promise<unknown>>;
}

/**
 * Lanes run side by side; what they read and write at the same time the store takes together. Throws Fault HANDED_BACK
 * when any record has to come again: right in every mapping mode, since settled ones are recognised then.
 */
export async function processBatch(event: MskEvent, given: Omit<Work, 'inFlight'>): Promise<void> {
  const work: Work = { ...given, inFlight: new Map() };
  const lanes = Map.groupBy(fromMskEvent(event), laneOf);
  const handedBack = await Promise.all(Array.from(lanes.values(), (records) => settleLane(records, work)));
  const count = handedBack.reduce((sum, records) => sum + records, 0);
  if (count > 0) throw new Fault('HANDED_BACK', `${work.config.name}: ${count} of them`);
}

/** Records of one key stay in order; keyless ones of a partition are one lane. */
function laneOf(record: KafkaRecord): string {
  const key = record.key === null ? 'keyless' : `key ${Buffer.from(record.key).toString('base64')}`;
  return `${record.topic}-${record.partition} ${key}`;
}

/** One after the other; behind a record that goes back, all of its lane go back untouched. Answers how many. */
async function settleLane(records: readonly KafkaRecord[], work: Work): Promise<number> {
  let handedBack = 0;
  for (const record of records) {
    const canStart = handedBack === 0 && work.invocation.remainingMs() > RESERVE_MS;
    const outcome = canStart ? await settleAndReport(record, work) : reportUntouched(record, work);
    if (outcome === 'handed-back') handedBack += 1;
  }
  return handedBack;
}

async function settleAndReport(record: KafkaRecord, work: Work): Promise<Outcome> {
  const startedMs = performance.now();
  const reading = work.read(record);
  const settling = settle(record, reading, work);
  work.inFlight.set(placeOf(record), settling);
  const settlement = await settling;
  work.inFlight.delete(placeOf(record));
  report(record, reading, { ...settlement, durationMs: performance.now() - startedMs }, work.engine);
  return settlement.outcome;
}

function reportUntouched(record: KafkaRecord, work: Work): Outcome {
  report(record, null, { outcome: 'handed-back', attempts: 0, durationMs: 0 }, work.engine);
  return 'handed-back';
}

async function settle(record: KafkaRecord, reading: Read, work: Work): Promise<Settlement> {
  if (reading.kind === 'ignored') return { outcome: 'ignored', attempts: 0 };
  if (reading.kind === 'message') return await settleMessage(reading.message, work);
  const failure = {
    record,
    topic: reading.topic,
    fault: reading.fault,
    writes: [],
    attempts: 1,
    firstFailedMs: work.engine.now(),
  };
  return await settleFailure(failure, work.engine);
}

/** Tries until there is an outcome: handled, recognised, failed for good, or back to Lambda. */
async function settleMessage(message: Message, work: Work): Promise<Settlement> {
  const { engine, invocation } = work;
  const { record, topic } = message;
  let firstFailedMs: number | undefined;
  for (let tries = 1, attempts = 1; ; attempts += 1) {
    const result = await work.handle(message, work).catch(failed);
    if (result.kind === 'done') return { ...result, attempts: result.outcome === 'handled' ? attempts : 0 };
    const { fault, writes } = result;
    firstFailedMs ??= engine.now();
    const verdict = decideOutcome(fault, tries, {
      pausesMs: engine.settings.RETRY_PAUSES_MS,
      random: engine.random,
      budgetMs: () => invocation.remainingMs() - RESERVE_MS,
      hasDeadLetterTopic: topic.deadLetterTopic !== null,
    });
    engine.log.warn('record.failed', {
      place: placeOf(record),
      attempt: attempts,
      ...errorFields(fault),
      verdict: verdict.do,
    });
    if (verdict.do === 'hand-back') return { outcome: 'handed-back', attempts, fault };
    if (verdict.do === 'dead-letter')
      return await settleFailure({ record, topic, fault, writes, attempts, firstFailedMs }, engine);
    if (verdict.counts) tries += 1;
    await engine.sleep(verdict.afterMs);
  }
}

function failed(error: unknown): Result {
  return { kind: 'failed', fault: toFault(error), writes: [] };
}

function errorFields(fault: Fault) {
  return { errorClass: fault.class, errorCode: fault.code, error: fault.message };
}
