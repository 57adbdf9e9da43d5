/** A batch of a mapping: every record is settled in offset order, or goes back to Lambda. */
import type { Engine } from '../connect/engine.ts';
import { type BatchSteps, handBackSteps, UNGUARDED } from '../crashGuard/batchSteps.ts';
import { type GuardedRun, openGuard, runGuarded } from '../crashGuard/guard.ts';
import { workedOff } from '../due/dueRow.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { createFaultyCode, type Probe } from '../failures/faultyCode.ts';
import { type Failures, findFailures } from '../failures/findFailures.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import { createDeadline } from '../lambda/deadline.ts';
import { fromMskEvent, type MskEvent } from '../msk/mskEvent.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';
import { toldOf } from '../observability/told.ts';
import { engineOfBatch } from '../outcomes/batchReport.ts';
import { answerTo, type BatchResponse } from '../outcomes/response.ts';
import { laneOf, lanesOf } from './lanes.ts';
import { settleCulprit, settleRecord } from './settle.ts';
import { type Batch, settleSideBySide } from './sideBySide.ts';
import type { Work } from './work.ts';

export type Given = Pick<Work, 'config' | 'read' | 'engine' | 'handling' | 'invocation'> & GuardedRun;

/**
 * The steps of a batch, in order:
 *
 * 1. decode: the event of the mapping becomes records.
 * 2. guard: the progress row of each partition is taken, so that a record that ends the process is found.
 * 3. settled earlier?: the records that an earlier run dead-lettered are looked up.
 * 4. lanes: records of one key form a lane; lanes run side by side, each in offset order (sideBySide.ts).
 * 5. read: a record becomes a message (reading/message.ts).
 * 6. load, recognise a repeat, decide, commit, publish (decisions/decide.ts); or load, prepare, claim, send, complete
 *    (deliveries/deliver.ts). What fails is tried again, dead-lettered or handed back (settle.ts).
 * 7. report: one signal for each record (outcomes/report.ts), and one log line for the batch (outcomes/batchReport.ts).
 * 8. answer: nothing, or the records that Lambda must send again.
 *
 * Fault HANDED_BACK.
 */
export async function processBatch(event: MskEvent, opened: Given): Promise<BatchResponse | undefined> {
  const { config, invocation } = opened;
  const records = withDeferrals(fromMskEvent(event), opened);
  const engine = engineOfBatch(opened.engine, invocation.id, records, config.ordering);
  const given = { ...opened, engine };
  const guard = await openGuard(records, given);
  const failures = guard && (await settledEarlier(records, engine));
  const lanes = lanesOf(records, config.ordering);
  const steps =
    failures && !(failures instanceof Fault)
      ? stepsOf({ records, lanes, work: openWork(records, failures, given) })
      : handBackSteps(records, failures ? failures.message : UNGUARDED, engine);
  if (invocation.due?.isCrashed) return answerTo(event, await giveUpAll(records, steps), given);
  const handedBack = await runGuarded(guard, steps, given);
  return answerTo(event, handedBack, given);
}

/** A record of a row due is another one each time it was deferred: the mark of the time before doesn't settle it. */
function withDeferrals(records: ReceivedRecord[], { invocation }: Given): ReceivedRecord[] {
  const { due } = invocation;
  if (due) for (const record of records) record.deferrals = due.deferrals;
  return records;
}

/** Runs that handled the records ended with their process. Answers those that go back. */
async function giveUpAll(records: readonly ReceivedRecord[], { giveUp }: BatchSteps): Promise<KafkaRecord[]> {
  const outcomes = await Promise.all(records.map(giveUp));
  return records.filter((_, at) => outcomes[at] === 'handed-back');
}

/**
 * Looked up once the partitions are ours, when everything that another worker did to them is stored. A fault: the store can't
 * be read, and no record may be started without it.
 */
async function settledEarlier(records: readonly KafkaRecord[], engine: Engine): Promise<Failures | Fault> {
  try {
    return await findFailures(records, engine);
  } catch (error) {
    const fault = toFault(error);
    engine.log.warn('batch.not-begun', toldOf(fault, engine.seldom));
    return fault;
  }
}

function openWork(records: readonly ReceivedRecord[], failures: Failures, given: Given): Work {
  const deadline = createDeadline(given.invocation);
  const faultyCode = createFaultyCode(records, probing({ ...given, failures }), given.engine);
  const { due } = given.invocation;
  const also = due ? [workedOff(due, given.engine.function)] : [];
  return { ...given, deadline, failures, faultyCode, also, inFlight: new Map<string, Promise<unknown>>() };
}

function probing({
  read,
  engine,
  handling,
  failures,
}: Omit<Given, 'config'> & { failures: Failures }): Probe<ReceivedRecord> {
  return async (record) => {
    const earlier = failures.of(record);
    if (earlier) return earlier.errorCode === 'PROGRAMMER_ERROR' ? 'bug' : 'other';
    const reading = read(record);
    return reading.kind === 'message' && handling.probe ? await handling.probe(reading, { engine }) : 'other';
  };
}

function stepsOf(batch: Batch): BatchSteps {
  const { work } = batch;
  // A probe of other records may be what ends the process, and the progress row would name the wrong record.
  const unprobed = { ...work, faultyCode: { isToBlameFor: async () => false } };
  return {
    settleSideBySide: () => settleSideBySide(batch),
    settleAlone: (record) => settleRecord(record, unprobed),
    giveUp: (record) => settleCulprit(record, work),
    laneOf: (record) => laneOf(record, work.config.ordering),
    canStart: work.deadline.canStart,
  };
}
