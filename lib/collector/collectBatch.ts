/** A batch of a mapping, collected: a lane a partition, partitions side by side, each in runs from its watermark on. */
import { settleCrashed } from '../consumer/crashed.ts';
import { report } from '../consumer/report.ts';
import { settleWatched } from '../consumer/watched.ts';
import { Fault } from '../errors/fault.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import { fromMskEvent, type MskEvent } from '../msk/mskEvent.ts';
import type { ReceivedRecord } from '../msk/mskRecord.ts';
import type { Outcome } from '../observability/signals.ts';
import type { CollectorWork, Row } from './bookkeeping.ts';
import { byMark, isByMark } from './byMark.ts';
import { buryCrashed, byWatermark } from './byWatermark.ts';
import { reportUntouched } from './reportRun.ts';
import { type Piece, settleInOrder } from './settleRun.ts';

/** Throws Fault HANDED_BACK when any record has to come again: right in every mapping mode. */
export async function collectBatch(event: MskEvent, work: CollectorWork): Promise<void> {
  // A watermark that went up by a record that came too early would pass over those before it.
  const records = fromMskEvent(event).toSorted((one, other) => one.offset - other.offset);
  const sideBySide = () => settleSideBySide(records, work);
  const count = work.invocation.isReplay
    ? await sideBySide()
    : await settleWatched(records, { ...stepsOf(records, work), sideBySide }, work);
  if (count > 0) throw new Fault('HANDED_BACK', `${work.config.name}: ${count} of them`);
}

function stepsOf(records: readonly ReceivedRecord[], work: CollectorWork) {
  return {
    laneOf,
    settle: (record: KafkaRecord) => settleAlone(record, work),
    giveUp: (record: KafkaRecord) => giveUpAndReport(record, records, work),
    handBack: (record: KafkaRecord): Outcome => {
      reportUntouched([record], work);
      return 'handed-back';
    },
  };
}

function laneOf({ topic, partition }: KafkaRecord): string {
  return `${topic}-${partition}`;
}

async function settleSideBySide(records: readonly ReceivedRecord[], work: CollectorWork): Promise<number> {
  const lanes = [...Map.groupBy(records, laneOf).values()];
  const handedBack = await Promise.all(lanes.map((lane) => settleLane(lane, work)));
  return handedBack.reduce((sum, count) => sum + count, 0);
}

async function settleLane(records: readonly ReceivedRecord[], work: CollectorWork): Promise<number> {
  return await settleInOrder(piecesOf(records, work), work);
}

/** As long runs as can be: they end at what can't be read, and at what is remembered otherwise. */
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

/** What became of it otherwise is reported, and matters to nobody here. */
async function settleAlone(record: KafkaRecord, work: CollectorWork): Promise<Outcome> {
  return (await settleLane([record], work)) > 0 ? 'handed-back' : 'handled';
}

/** It is not read, since that may be what ended the process. */
async function giveUpAndReport(
  record: KafkaRecord,
  records: readonly ReceivedRecord[],
  work: CollectorWork,
): Promise<Outcome> {
  const { config, engine } = work;
  const topic = config.topics.find(({ name }) => name === record.topic);
  // Of a foreign topic nothing is ever read.
  if (!topic) return await settleAlone(record, work);
  const isBefore = (other: ReceivedRecord) =>
    laneOf(other) === laneOf(record) && other.offset < record.offset && !isByMark(other, work);
  const settlement = isByMark(record, work)
    ? await settleCrashed(record, topic, engine)
    : await buryCrashed(record, records.filter(isBefore), topic, engine);
  report(record, null, { ...settlement, durationMs: 0 }, engine);
  return settlement.outcome;
}
