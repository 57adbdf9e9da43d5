/** A batch of a mapping: every record is settled in offset order, or goes back to Lambda. */
import type { Engine } from '../connect/engine.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Invocation } from '../lambda/lambda.ts';
import { fromMskEvent, type MskEvent } from '../msk/mskEvent.ts';
import type { Outcome } from '../observability/signals.ts';
import type { ConsumerConfig } from './config.ts';
import { settleCrashed } from './crashed.ts';
import { canStart, RESERVE_MS } from './deadline.ts';
import { settleFailure } from './failure.ts';
import type { Message, Read, Reader } from './message.ts';
import type { LeftOpen } from './openRows.ts';
import { decideOutcome } from './outcome.ts';
import { report, tellFailure } from './report.ts';
import type { Result, Settlement } from './result.ts';
import { settleWatched } from './watched.ts';

/** What a kind of consumer does with one message. What it throws is a failure like one that it answers. */
export type Handle = (message: Message, work: Work) => Promise<Result>;

export interface Work {
  config: ConsumerConfig;
  read: Reader;
  engine: Engine;
  handle: Handle;
  invocation: Invocation;
  /** Records being settled right now, by place: who needs what one of them holds waits for it. */
  inFlight: Map<string, Promise<unknown>>;
  /** Kept by the environment; without it, rows that can't be closed look like a crash. */
  leftOpen?: LeftOpen;
}

/**
 * Lanes run side by side; what they read and write at the same time the store takes together. Throws Fault HANDED_BACK
 * when any record has to come again: right in every mapping mode, since settled ones are recognised then.
 */
export async function processBatch(event: MskEvent, given: Omit<Work, 'inFlight'>): Promise<void> {
  const work: Work = { ...given, inFlight: new Map() };
  const records = fromMskEvent(event);
  const sideBySide = () => settleSideBySide(records, work);
  const count = work.invocation.isReplay
    ? await sideBySide()
    : await settleWatched(records, { ...stepsOf(work), sideBySide }, work);
  if (count > 0) throw new Fault('HANDED_BACK', `${work.config.name}: ${count} of them`);
}

function stepsOf(work: Work) {
  return {
    laneOf,
    settle: (record: KafkaRecord) => settleAndReport(record, work),
    handBack: (record: KafkaRecord) => reportUntouched(record, work),
    giveUp: (record: KafkaRecord) => giveUpAndReport(record, work),
  };
}

async function settleSideBySide(records: readonly KafkaRecord[], work: Work): Promise<number> {
  const lanes = Map.groupBy(records, laneOf);
  const handedBack = await Promise.all(Array.from(lanes.values(), (lane) => settleLane(lane, work)));
  return handedBack.reduce((sum, count) => sum + count, 0);
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
    const isStarted = handedBack === 0 && canStart(work.invocation);
    const outcome = isStarted ? await settleAndReport(record, work) : reportUntouched(record, work);
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

async function giveUpAndReport(record: KafkaRecord, work: Work): Promise<Outcome> {
  const topic = work.config.topics.find(({ name }) => name === record.topic);
  // Of a foreign topic nothing is ever read.
  if (!topic) return await settleAndReport(record, work);
  const settlement = await settleCrashed(record, topic, work.engine);
  report(record, null, { ...settlement, durationMs: 0 }, work.engine);
  return settlement.outcome;
}

async function settle(record: KafkaRecord, reading: Read, work: Work): Promise<Settlement> {
  if (reading.kind === 'ignored') return { outcome: 'ignored', attempts: 0 };
  if (reading.kind === 'message') return await settleMessage(reading.message, work);
  const { topic, fault } = reading;
  const failed = { record, topic, fault, writes: [], attempts: 1, firstFailedMs: work.engine.now() };
  return await settleFailure(failed, work.engine);
}

/** Tries until there is an outcome: handled, recognised, failed for good, or back to Lambda. */
async function settleMessage(message: Message, work: Work): Promise<Settlement> {
  const { engine, invocation } = work;
  const { record, topic } = message;
  let firstFailedMs: number | undefined;
  for (let tries = 1, attempts = 1; ; attempts += 1) {
    const result = await work.handle(message, work).catch(toFailed);
    if (result.kind === 'done') return { ...result, attempts: result.outcome === 'handled' ? attempts : 0 };
    const { fault, writes } = result;
    firstFailedMs ??= engine.now();
    const verdict = decideOutcome(fault, tries, {
      pausesMs: engine.settings.RETRY_PAUSES_MS,
      random: engine.random,
      budgetMs: () => invocation.remainingMs() - RESERVE_MS,
      hasDeadLetterTopic: topic.deadLetterTopic !== null,
    });
    tellFailure({ record, attempts, fault, verdict: verdict.do }, engine);
    if (verdict.do === 'hand-back') return { outcome: 'handed-back', attempts, fault };
    if (verdict.do === 'dead-letter')
      return await settleFailure({ record, topic, fault, writes, attempts, firstFailedMs }, engine);
    if (verdict.counts) tries += 1;
    await engine.sleep(verdict.afterMs);
  }
}

function toFailed(error: unknown): Result {
  return { kind: 'failed', fault: toFault(error), writes: [] };
}
