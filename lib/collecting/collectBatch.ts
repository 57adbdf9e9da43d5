/** A batch of a mapping, collected: a lane a partition, partitions side by side, each in runs from its watermark on. */

import { type BatchSteps, handBackSteps, UNGUARDED } from '../crashGuard/batchSteps.ts';
import { settleCrashed } from '../crashGuard/crashed.ts';
import { type GuardedRun, openGuard, runGuarded } from '../crashGuard/guard.ts';
import { createFaultyCode } from '../failures/faultyCode.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import { createDeadline } from '../lambda/deadline.ts';
import { fromMskEvent, type MskEvent } from '../msk/mskEvent.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';
import type { Outcome } from '../observability/signals.ts';
import { engineOfBatch } from '../outcomes/batchReport.ts';
import { report } from '../outcomes/report.ts';
import { answerTo, type BatchResponse } from '../outcomes/response.ts';
import type { CollectorWork, Row } from './bookkeeping.ts';
import { byMark, isByMark } from './byMark.ts';
import { buryCrashed, byWatermark } from './byWatermark.ts';
import { probeFold } from './foldRun.ts';
import { type Piece, settleInOrder } from './settleRun.ts';

export type Given = Omit<CollectorWork, 'deadline' | 'faultyCode'> & GuardedRun;

/** Decodes, guards, folds and commits each partition from its watermark on, reports, and answers. Fault HANDED_BACK. */
export async function collectBatch(event: MskEvent, opened: Given): Promise<BatchResponse | undefined> {
  // A watermark that went up by a record that came too early would pass over those before it.
  const records = fromMskEvent(event).toSorted((one, other) => one.offset - other.offset);
  const engine = engineOfBatch(opened.engine, opened.invocation.id, records, 'partition');
  const given = { ...opened, engine };
  const guard = await openGuard(records, given);
  const steps = guard ? stepsOf(records, openWork(records, given)) : handBackSteps(records, UNGUARDED, given.engine);
  const handedBack = await runGuarded(guard, steps, given);
  return answerTo(event, handedBack, given);
}

function openWork(records: readonly ReceivedRecord[], given: Given): CollectorWork {
  const faultyCode = createFaultyCode(records, (record) => probeFold(record, given), given.engine);
  return { ...given, deadline: createDeadline(given.invocation), faultyCode };
}

function stepsOf(records: readonly ReceivedRecord[], work: CollectorWork): BatchSteps {
  // A probe of other records may be what ends the process, and the progress row would name the wrong record.
  const unprobed = { ...work, faultyCode: { isToBlameFor: async () => false } };
  return {
    settleSideBySide: () => settleSideBySide(records, work),
    settleAlone: (record) => settleAlone(record, unprobed),
    giveUp: (record) => giveUpAndReport(record, records, work),
    laneOf,
    canStart: work.deadline.canStart,
  };
}

function laneOf({ topic, partition }: KafkaRecord): string {
  return `${topic}-${partition}`;
}

async function settleSideBySide(records: readonly ReceivedRecord[], work: CollectorWork): Promise<KafkaRecord[]> {
  const lanes = [...Map.groupBy(records, laneOf).values()];
  const handedBack = await Promise.all(lanes.map((lane) => settleInOrder(piecesOf(lane, work), work)));
  return handedBack.flat();
}

/** Cuts a partition's records into the longest runs: a run ends at a record that can't be read or that is settled another way. */
function piecesOf(records: readonly ReceivedRecord[], work: CollectorWork): Piece[] {
  const pieces: { rows: Row[]; books: Piece['books'] }[] = [];
  let run: Row[] | undefined;
  for (const record of records) {
    const row = { record, reading: work.read(record) };
    const books = isByMark(record, work) ? byMark : byWatermark;
    const isPartOfRun = books === byWatermark && row.reading.kind !== 'unreadable';
    if (isPartOfRun && run) run.push(row);
    else pieces.push({ rows: [row], books });
    run = isPartOfRun ? pieces.at(-1)?.rows : undefined;
  }
  return pieces;
}

/** Settles a record by itself. The caller needs the outcome only; `settleRecord` reports the rest. */
async function settleAlone(record: KafkaRecord, work: CollectorWork): Promise<Outcome> {
  const handedBack = await settleInOrder(piecesOf([record], work), work);
  return handedBack.length > 0 ? 'handed-back' : 'handled';
}

/** It is not read, since that may be what ended the process. */
async function giveUpAndReport(
  record: KafkaRecord,
  records: readonly ReceivedRecord[],
  work: CollectorWork,
): Promise<Outcome> {
  const { config, engine } = work;
  const topic = config.topics.find(({ name }) => name === record.topic);
  // A record of a topic that the collector does not read is settled without being read.
  if (!topic) return await settleAlone(record, work);
  const isBefore = (other: ReceivedRecord) =>
    laneOf(other) === laneOf(record) && other.offset < record.offset && !isByMark(other, work);
  const settlement = isByMark(record, work)
    ? await settleCrashed(record, topic, engine)
    : await buryCrashed(record, records.filter(isBefore), topic, engine);
  report(record, null, { ...settlement, durationMs: 0 }, engine);
  return settlement.outcome;
}
