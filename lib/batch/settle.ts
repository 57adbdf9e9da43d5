/** One record by itself: tried until there is an outcome, which is then told. */
import { settleCrashed } from '../crashGuard/crashed.ts';
import { toFault } from '../errors/fault.ts';
import { settleFailure } from '../failures/settleFailure.ts';
import { untilDecided } from '../failures/untilDecided.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Outcome } from '../observability/signals.ts';
import { report, tellFailure } from '../outcomes/report.ts';
import { duplicate, type Result, type Settlement } from '../outcomes/result.ts';
import type { RetryPolicy } from '../outcomes/verdict.ts';
import { type Message, type Read, readAgain } from '../reading/message.ts';
import { failureOf } from '../tables/marks.ts';
import { shown } from '../text/shown.ts';
import type { Work } from './work.ts';

/** `firstTry` is what came of a try already made. */
export async function settleRecord(record: KafkaRecord, work: Work, firstTry?: Result): Promise<Outcome> {
  const startedMs = performance.now();
  const reading = work.read(record);
  const settling = settle(record, reading, work, firstTry);
  const { underWay } = work.invocation;
  work.inFlight.set(placeOf(record), settling);
  underWay?.set(record, () => described(record, reading));
  const settlement = await settling;
  underWay?.delete(record);
  work.inFlight.delete(placeOf(record));
  report(record, reading, { ...settlement, durationMs: performance.now() - startedMs }, work.engine);
  return settlement.outcome;
}

/** `<place> (<event type>)` */
function described(record: KafkaRecord, { event }: Read): string {
  return event ? `${placeOf(record)} (${shown(event.type)})` : placeOf(record);
}

/** Dead-letters a record that earlier runs ended at, without reading any of it. */
export async function settleCulprit(record: KafkaRecord, work: Work): Promise<Outcome> {
  const topic = work.config.topics.find(({ name }) => name === record.topic);
  // A record of a topic that the consumer does not read is settled without being read.
  if (!topic) return await settleRecord(record, work);
  const settlement = await settleCrashed(record, topic, work.engine, work.also);
  report(record, null, { ...settlement, durationMs: 0 }, work.engine);
  return settlement.outcome;
}

async function settle(record: KafkaRecord, reading: Read, work: Work, firstTry?: Result): Promise<Settlement> {
  if (reading.kind === 'ignored') return { outcome: 'ignored', attempts: 0 };
  const failure = work.failures.of(record);
  if (failure) return { ...duplicate, attempts: 0, ...failureOf(failure) };
  if (reading.kind === 'message') return await settleMessage(reading, work, firstTry);
  const { topic, fault } = reading;
  const failed = { record, topic, fault, writes: work.also, attempts: 1, firstFailedMs: work.engine.now() };
  return await settleFailure(failed, work.engine);
}

/** Tries until there is an outcome: handled, recognised, failed for good, or back to Lambda. */
async function settleMessage(message: Message, work: Work, firstTry?: Result): Promise<Settlement> {
  const { engine, faultyCode } = work;
  const { record, topic } = message;
  const decided = await untilDecided(
    {
      attempt: async (attempts) => {
        const given = attempts === 1 ? firstTry : undefined;
        const result = given ?? (await tryOnce(attempts === 1 ? message : readAgain(message, work.read), work));
        return result.kind === 'done' ? { done: result } : { failed: result };
      },
      policy: policyOf(work),
      isCodeToBlame: (fault) => faultyCode.isToBlameFor(fault, record),
      tell: (attempts, fault, verdict) =>
        tellFailure({ record, eventId: message.event.id, attempts, fault, verdict }, engine),
    },
    engine,
  );
  const { attempts, pausesMs } = decided;
  if (decided.kind === 'done') {
    const { done } = decided;
    return { ...done, attempts: done.outcome === 'handled' ? attempts : 0, pausesMs };
  }
  const { fault, writes, follow } = decided.failed;
  if (decided.kind === 'hand-back') return { outcome: 'handed-back', attempts, fault, pausesMs };
  const { firstFailedMs } = decided;
  const failed = { record, topic, fault, writes: [...writes, ...work.also], attempts, firstFailedMs };
  const settled = await settleFailure({ ...failed, ...(follow && { follow }) }, engine);
  return { ...settled, pausesMs };
}

async function tryOnce(message: Message, work: Work): Promise<Result> {
  const { engine, deadline, handling } = work;
  const startedMs = engine.now();
  try {
    return await handling.one(message, work);
  } catch (error) {
    return { kind: 'failed', fault: toFault(error), writes: [] };
  } finally {
    deadline.took(engine.now() - startedMs);
  }
}

function policyOf({ engine, deadline }: Work): RetryPolicy {
  const pausesMs = engine.settings.RETRY_PAUSES_MS;
  return { pausesMs, random: engine.random, budgetMs: deadline.budgetMs, canGiveUp: true };
}
