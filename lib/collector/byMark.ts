/** Records that somebody replays or re-drives, and those without a place of their own: each is folded alone, under a mark. */
import type { Engine } from '../connect/engine.ts';
import { settleFailure } from '../consumer/failure.ts';
import { failureKey, failureOf, failureRef, type Mark, markExpiry, marks } from '../consumer/marks.ts';
import type { Message } from '../consumer/message.ts';
import { replayCountOf } from '../deadLetter/letter.ts';
import { Fault } from '../errors/fault.ts';
import { isMadeUp, type KafkaRecord, placeOf } from '../kafka/record.ts';
import { check, type Put, putIfAbsent, type Ref, ref } from '../store/store.ts';
import { type Bookkeeping, type CollectorWork, MAX_FOLDS, pauseAfter } from './bookkeeping.ts';
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
    for (let folds = 1; folds <= MAX_FOLDS; folds += 1) {
      const wanted = [failureRef(engine.function, record), collectedRef(engine.function, record)];
      const [failure, done] = (await engine.connections.store.read(wanted)) as (Mark | undefined)[];
      const { fault: earlier } = failureOf(failure);
      if (failure || done) return { fresh: [], ...(earlier && { earlier }) };
      if (await foldAndCommit([row], collectedMark(message, engine), work)) return { fresh: [row] };
      await pauseAfter(folds, engine);
    }
    throw new Fault('STORE_CONTENDED', `${placeOf(record)}: ${MAX_FOLDS} folds in a row were overtaken`);
  },
  bury: async (rows, failed, { engine }) => {
    const [row] = rows;
    if (!row) return { outcome: 'ignored', attempts: 0 };
    const { record } = row;
    // Another replay that succeeded meanwhile must not be buried by this one's failure.
    const unlessDone = check(collectedRef(engine.function, record), { absent: true });
    return await settleFailure({ ...failed, record, writes: [unlessDone] }, engine);
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
  return putIfAbsent(marks, { pk, sk, state: 'completed', at, expiresAt, eventId: event.id.toWellFormed() });
}
