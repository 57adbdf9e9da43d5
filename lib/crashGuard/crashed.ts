/** A record that killed the process twice ends like any other that can't be handled, but nothing of it is read any more. */
import type { Engine } from '../connect/engine.ts';
import type { Topic } from '../envelope/topic.ts';
import { Fault } from '../errors/fault.ts';
import { settleFailure } from '../failures/settleFailure.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import type { Settlement } from '../outcomes/result.ts';
import type { Write } from '../store/store.ts';

/** Counted as tries: the one among others, and the two alone. */
const ATTEMPTS = 3;

/** `writes` go into the transaction that settles it. */
export async function settleCrashed(
  record: KafkaRecord,
  topic: Topic,
  engine: Engine,
  writes: readonly Write[] = [],
): Promise<Settlement> {
  const fault = new Fault('CRASHED', `${placeOf(record)} in ${engine.function}`);
  engine.log.error('record.crashed', { place: placeOf(record), errorCode: fault.code, error: fault.message });
  const failed = { record, topic, fault, writes, attempts: ATTEMPTS, firstFailedMs: engine.now() };
  return await settleFailure(failed, engine);
}
