/** A batch of a mapping: every record is settled in offset order, or goes back to Lambda. */

import type { LeftOpen } from '../crashGuard/openRows.ts';
import { beginOrHandBack, settleWatched, type Ways } from '../crashGuard/watched.ts';
import { createFaultyCode, type Probe } from '../failures/faultyCode.ts';
import { findFailures } from '../failures/findFailures.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import { createDeadline } from '../lambda/deadline.ts';
import { fromMskEvent, type MskEvent } from '../msk/mskEvent.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';
import { answerTo, type BatchResponse } from '../outcomes/response.ts';
import { laneOf, lanesOf } from './lanes.ts';
import { reportUntouched, settleCulprit, settleRecord } from './settle.ts';
import { settleSideBySide } from './sideBySide.ts';
import type { Work } from './work.ts';

/** `leftOpen` is kept by the environment; without it, rows that can't be closed look like a crash. */
export interface Given extends Pick<Work, 'config' | 'read' | 'engine' | 'handling' | 'invocation'> {
  leftOpen?: LeftOpen;
}

/** Lanes run side by side; what they read and write at the same time the store takes together. Fault HANDED_BACK. */
export async function processBatch(event: MskEvent, given: Given): Promise<BatchResponse | undefined> {
  return answerTo(event, await settleAll(fromMskEvent(event), given), given);
}

/** Answers what goes back. */
async function settleAll(records: readonly ReceivedRecord[], given: Given): Promise<readonly KafkaRecord[]> {
  const { engine, invocation } = given;
  const begin = async () => waysOf(records, { ...given, ...(await openWork(records, given)) });
  const handBack = (record: KafkaRecord) => reportUntouched(record, engine);
  const watching = { begin, handBack };
  if (!invocation.isReplay) return await settleWatched(records, watching, given);
  const ways = await beginOrHandBack(records, watching, given);
  return await ways.sideBySide();
}

/** Once the partitions are ours: what another worker did up to then is known. */
async function openWork(records: readonly ReceivedRecord[], given: Given) {
  const { engine, invocation } = given;
  const failures = await findFailures(records, engine);
  const deadline = createDeadline(invocation);
  const faultyCode = createFaultyCode(records, probing({ ...given, failures }), engine);
  return { deadline, failures, faultyCode, inFlight: new Map<string, Promise<unknown>>() };
}

type Probing = Pick<Work, 'read' | 'engine' | 'handling' | 'failures'>;

function probing({ read, engine, handling, failures }: Probing): Probe<ReceivedRecord> {
  return async (record) => {
    const earlier = failures.of(record);
    if (earlier) return earlier.errorCode === 'PROGRAMMER_ERROR' ? 'bug' : 'other';
    const reading = read(record);
    return reading.kind === 'message' && handling.probe ? await handling.probe(reading, { engine }) : 'other';
  };
}

function waysOf(records: readonly ReceivedRecord[], work: Work): Ways {
  // Looking at other records may be what ends the process, and the row would tell of the wrong one.
  const alone = { ...work, faultyCode: { isToBlameFor: async () => false } };
  return {
    sideBySide: () => settleSideBySide({ records, lanes: lanesOf(records, work.config.ordering), work }),
    settle: (record) => settleRecord(record, alone),
    giveUp: (record) => settleCulprit(record, work),
    laneOf: (record) => laneOf(record, work.config.ordering),
    canStart: work.deadline.canStart,
  };
}
