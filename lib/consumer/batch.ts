/** A batch of a mapping: every record is settled in offset order, or goes back to Lambda. */
import { Fault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import { fromMskEvent, type MskEvent } from '../msk/mskEvent.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';
import { createDeadline } from './deadline.ts';
import { findFailures } from './failures.ts';
import { laneOf, lanesOf } from './lanes.ts';
import type { LeftOpen } from './openRows.ts';
import { type BatchResponse, responseTo } from './response.ts';
import { reportUntouched, settleCulprit, settleRecord } from './settle.ts';
import { settleSideBySide } from './sideBySide.ts';
import { settleWatched, type Ways } from './watched.ts';
import type { Work } from './work.ts';

/** `leftOpen` is kept by the environment; without it, rows that can't be closed look like a crash. */
export interface Given extends Pick<Work, 'config' | 'read' | 'engine' | 'handling' | 'invocation'> {
  leftOpen?: LeftOpen;
}

/**
 * Lanes run side by side; what they read and write at the same time the store takes together. When any record has to
 * come again it throws Fault HANDED_BACK, which is right in every mapping mode, since settled ones are recognised then;
 * or answers which, where the deployment says that the mapping reads it.
 */
export async function processBatch(event: MskEvent, given: Given): Promise<BatchResponse | undefined> {
  const { config, engine } = given;
  const handedBack = await settleAll(fromMskEvent(event), given);
  if (handedBack.length === 0) return undefined;
  const response = engine.settings.PARTIAL_RESPONSES ? responseTo(event, handedBack) : undefined;
  if (!response) throw new Fault('HANDED_BACK', `${config.name}: ${handedBack.length} of them`);
  engine.log.info('batch.handed-back-partly', { handedBack: handedBack.length });
  return response;
}

/** Answers what goes back. */
async function settleAll(records: readonly ReceivedRecord[], given: Given): Promise<readonly KafkaRecord[]> {
  const { engine, invocation } = given;
  const begin = async () => waysOf(records, { ...given, ...(await openWork(records, given)) });
  const handBack = (record: KafkaRecord) => reportUntouched(record, engine);
  if (!invocation.isReplay) return await settleWatched(records, { begin, handBack }, given);
  const ways = await begin();
  return await ways.sideBySide();
}

/** Once the partitions are ours: what another worker did up to then is known. */
async function openWork(records: readonly ReceivedRecord[], { engine, invocation }: Given) {
  const failures = await findFailures(records, engine);
  return { deadline: createDeadline(invocation), failures, inFlight: new Map<string, Promise<unknown>>() };
}

function waysOf(records: readonly ReceivedRecord[], work: Work): Ways {
  return {
    sideBySide: () => settleSideBySide({ records, lanes: lanesOf(records, work.config.ordering), work }),
    settle: (record) => settleRecord(record, work),
    giveUp: (record) => settleCulprit(record, work),
    laneOf: (record) => laneOf(record, work.config.ordering),
    canStart: work.deadline.canStart,
  };
}
