/** Records that somebody replays or re-drives, and those without a place of their own: each is folded alone, under a mark. */

import { createObstacles } from '../commit/obstacles.ts';
import type { Engine } from '../connect/engine.ts';
import { replayCountOf } from '../deadLetter/letter.ts';
import { idInKeys } from '../envelope/idInKeys.ts';
import { toFault } from '../errors/fault.ts';
import { settleFailure } from '../failures/settleFailure.ts';
import { isMadeUp, type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Message } from '../reading/message.ts';
import { OVERTAKEN } from '../store/retryConflicts.ts';
import { check, type Put, putIfAbsent, type Ref, ref } from '../store/store.ts';
import { failureKey, failureOf, failureRef, type Mark, markExpiry, marks } from '../tables/marks.ts';
import { type Bookkeeping, type CollectorWork, foldUntilWritten } from './bookkeeping.ts';
import { foldAndCommit } from './foldRun.ts';

/** No watermark tells whether such a record was collected, and none may be moved by it. */
export function isByMark(record: KafkaRecord, { invocation }: CollectorWork): boolean {
  return invocation.isReplay === true || replayCountOf(record) > 0 || isMadeUp(record);
}

export const byMark: Bookkeeping = {
  collect: async (rows, work) => {
    const { engine } = work;
    const [row] = rows;
    if (row?.reading.kind !== 'message') return { fresh: rows };
    const { record, reading: message } = row;
    const obstacles = createObstacles();
    return await foldUntilWritten(
      async () => {
        const wanted = [failureRef(engine.function, record), collectedRef(engine.function, record)];
        const [failure, done] = (await engine.connections.store.read(wanted)) as (Mark | undefined)[];
        const { fault: earlier } = failureOf(failure);
        if (failure || done) return { fresh: [], ...(earlier && { earlier }) };
        const mark = collectedMark(message, engine);
        return (await foldAndCommit([row], { put: mark, obstacles }, work)) ? { fresh: [row] } : OVERTAKEN;
      },
      { place: placeOf(record), obstacles, engine },
    );
  },
  bury: async (rows, failed, { engine }) => {
    const [row] = rows;
    if (!row) return { outcome: 'ignored', attempts: 0 };
    const { record } = row;
    // Another replay that succeeded must not be buried by this one's failure. Looked at first, since a record that can't be
    // read comes here at once (its headers are no part of the mark's key), and would come again for ever.
    const collected = collectedRef(engine.function, record);
    try {
      const [done] = await engine.connections.store.read([collected]);
      if (done) return { outcome: 'duplicate', attempts: 0 };
    } catch (error) {
      return { outcome: 'handed-back', attempts: failed.attempts, fault: toFault(error) };
    }
    return await settleFailure({ ...failed, record, writes: [check(collected, { absent: true })] }, engine);
  },
};

/** Beside the marks of the record's failures. */
function collectedRef(consumer: string, record: KafkaRecord): Ref<Mark> {
  return ref(marks, failureKey(consumer, record));
}

function collectedMark({ record, topic, event }: Message, engine: Engine): Put {
  const { pk, sk } = collectedRef(engine.function, record);
  const at = new Date(engine.now()).toISOString();
  const expiresAt = markExpiry(topic, engine.now());
  return putIfAbsent(marks, { pk, sk, state: 'completed', at, expiresAt, eventId: idInKeys(event.id) });
}
