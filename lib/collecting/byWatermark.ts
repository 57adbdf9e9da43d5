/** Records as they come from their partition: settled up to the watermark, new from there on. */

import { createObstacles } from '../commit/obstacles.ts';
import type { Engine } from '../connect/engine.ts';
import { settleCrashed } from '../crashGuard/crashed.ts';
import type { Topic } from '../envelope/topic.ts';
import { toFault } from '../errors/fault.ts';
import { settleFailure } from '../failures/settleFailure.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { Settlement } from '../outcomes/result.ts';
import { OVERTAKEN } from '../store/retryConflicts.ts';
import type { Write } from '../store/store.ts';
import { type Bookkeeping, foldUntilWritten, recordsOf } from './bookkeeping.ts';
import { foldAndCommit } from './foldRun.ts';
import { moveOver, newOnes, passOver, readWatermark } from './moveWatermark.ts';
import { tellFailure } from './reportRun.ts';

export const byWatermark: Bookkeeping = {
  collect: async (rows, work) => {
    const { engine } = work;
    const [first] = rows;
    if (!first) return { fresh: rows };
    const obstacles = createObstacles();
    const place = `${first.record.topic}-${first.record.partition}`;
    return await foldUntilWritten(
      async () => {
        const found = await readWatermark(first.record, engine);
        const fresh = newOnes(rows, found);
        if (fresh.length === 0) return { fresh };
        const move = moveOver(recordsOf(fresh), found, engine);
        return (await foldAndCommit(fresh, { put: move, obstacles }, work)) ? { fresh } : OVERTAKEN;
      },
      { place, obstacles, engine },
    );
  },
  bury: async (rows, failed, { engine }) =>
    await settleInPlace(recordsOf(rows), engine, (record, writes) =>
      settleFailure({ ...failed, record, writes }, engine),
    ),
};

/**
 * For one that ended its process. What stands before it in its batch must be settled first, or the watermark would pass
 * that over; and it is, since each run that ended here had come so far. Otherwise it waits for the next run.
 */
export async function buryCrashed(
  record: KafkaRecord,
  before: readonly KafkaRecord[],
  topic: Topic,
  engine: Engine,
): Promise<Settlement> {
  return await settleInPlace([record], engine, async (_, writes, found) => {
    const isInTurn = before.every(({ offset }) => offset <= (found?.offset ?? -1));
    return isInTurn ? await settleCrashed(record, topic, engine, writes) : { outcome: 'handed-back', attempts: 0 };
  });
}

type Settle = (
  record: KafkaRecord,
  writes: readonly Write[],
  found: { offset: number } | undefined,
) => Promise<Settlement>;

/**
 * Settles the last of these records in one transaction with the watermark: were its letter stored before, a crash in
 * between could have it counted as well; were it stored after, be lost.
 */
async function settleInPlace(records: readonly KafkaRecord[], engine: Engine, settle: Settle): Promise<Settlement> {
  const [record] = records.slice(-1);
  if (!record) return { outcome: 'ignored', attempts: 0 };
  try {
    const found = await readWatermark(record, engine);
    if (newOnes([{ record }], found).length === 0) return { outcome: 'duplicate', attempts: 0 };
    const settlement = await settle(record, [moveOver(records, found, engine)], found);
    // Its letter is there already: somebody replayed it before it came.
    if (settlement.outcome === 'duplicate') await passOver(records, found, engine);
    return settlement;
  } catch (error) {
    const fault = toFault(error);
    tellFailure([record], { attempts: 0, fault, verdict: 'hand-back' }, engine);
    return { outcome: 'handed-back', attempts: 0, fault };
  }
}
