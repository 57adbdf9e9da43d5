/** A record that killed the process twice ends like any other that can't be handled, but nothing of it is read any more. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../connect/engine.ts';
import type { Topic } from '../envelope/topic.ts';
import { Fault, toFault } from '../errors/fault.ts';
import { packRecords } from '../kafka/packedRecord.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import { putIfAbsent, type Write } from '../store/store.ts';
import { settleFailure } from './failure.ts';
import { failureKey, failureRef, markExpiry, marks } from './marks.ts';
import { progress } from './progress.ts';
import type { Settlement } from './result.ts';

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
  return topic.deadLetterTopic === null ? await store(failed, engine) : await settleFailure(failed, engine);
}

interface Unparsed {
  record: KafkaRecord;
  topic: Topic;
  fault: Fault;
  writes: readonly Write[];
}

/**
 * A consumer of dead letters has no dead letter topic: the letter goes as it is to the object store, where people find
 * it by the log line, is counted as a dead letter, and blocks nobody.
 */
async function store({ record, topic, fault, writes }: Unparsed, engine: Engine): Promise<Settlement> {
  const { objects, store } = engine.connections;
  // Below the name of a table of ours, because that is where the function may write.
  const object = `${progress.name}/${failureKey(engine.function, record)}`;
  const { pk, sk } = failureRef(engine.function, record);
  const at = new Date(engine.now()).toISOString();
  const told = { errorClass: fault.class, errorCode: fault.code };
  const expiresAt = markExpiry(topic, engine.now());
  try {
    await objects.put(object, packRecords([record]));
    const mark = putIfAbsent(marks, { pk, sk, state: 'dead-lettered', at, expiresAt, ...told });
    const [failure] = await store.transact([mark, ...writes], randomUUID());
    if (failure?.index === 0 && failure.reason === 'condition') return { outcome: 'duplicate', attempts: 0, fault };
    if (failure) return { outcome: 'handed-back', attempts: ATTEMPTS, fault };
    engine.log.error('record.stored', { place: placeOf(record), object });
    return { outcome: 'dead-letter', attempts: ATTEMPTS, fault };
  } catch (error) {
    engine.log.error('record.unsettled', { error: toFault(error).message, because: fault.message });
    return { outcome: 'handed-back', attempts: ATTEMPTS, fault: toFault(error) };
  }
}
