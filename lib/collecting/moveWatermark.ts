/** The watermark of a partition moves in the transaction that writes what was collected, and only from where it was found. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../connect/engine.ts';
import { Fault } from '../errors/fault.ts';
import { type KafkaRecord, placeOf } from '../kafka/record.ts';
import { type Put, put, type Ref, ref, unchangedSince } from '../store/store.ts';
import { type Watermark, watermarks } from '../tables/watermarks.ts';

type Place = Pick<KafkaRecord, 'topic' | 'partition'>;

export async function readWatermark(place: Place, engine: Engine): Promise<Watermark | undefined> {
  const [found] = await engine.connections.store.read([watermarkRef(engine.function, place)]);
  return found as Watermark | undefined;
}

/**
 * Those, in offset order, that no run has settled yet. Fault TOPIC_RECREATED: an old offset with a new time. A record
 * that only comes again is never later than the latest up to the watermark, for it was one of them, however its
 * producer's clock went.
 */
export function newOnes<Row extends { record: KafkaRecord }>(
  rows: readonly Row[],
  found: Watermark | undefined,
): readonly Row[] {
  if (!found) return rows;
  const old = rows.filter(({ record }) => record.offset <= found.offset);
  const stranger = old.find(({ record }) => record.timestamp > found.timestamp)?.record;
  if (!stranger) return rows.slice(old.length);
  const [came, latest] = [stranger.timestamp, found.timestamp].map((ms) => new Date(ms).toISOString());
  throw new Fault(
    'TOPIC_RECREATED',
    `${placeOf(stranger)} is of ${came}, but what was collected up to offset ${found.offset} is of ${latest} at the ` +
      `latest. If the topic was made anew, remove the item ${found.pk} of table ${watermarks.name}: collecting then ` +
      'begins with the batch that waits here',
  );
}

/** The write that moves it to the last of these records. */
export function moveOver(records: readonly KafkaRecord[], found: Watermark | undefined, engine: Engine): Put {
  const last = records.at(-1);
  if (!last) throw new Fault('PROGRAMMER_ERROR', 'a watermark is to move over no record');
  const { pk, sk } = watermarkRef(engine.function, last);
  const timestamp = records.reduce((highest, record) => Math.max(highest, record.timestamp), found?.timestamp ?? 0);
  const item = { pk, sk, offset: last.offset, timestamp, at: new Date(engine.now()).toISOString() };
  return put(watermarks, item, unchangedSince(found, 'offset'));
}

/** For records that are settled already. Fault STORE_CONTENDED: another worker moved the watermark meanwhile. */
export async function passOver(
  records: readonly KafkaRecord[],
  found: Watermark | undefined,
  engine: Engine,
): Promise<void> {
  const move = moveOver(records, found, engine);
  const failures = await engine.connections.store.transact([move], randomUUID());
  if (failures.length > 0) throw new Fault('STORE_CONTENDED', `the watermark ${move.item.pk}`);
}

function watermarkRef(consumer: string, { topic, partition }: Place): Ref<Watermark> {
  return ref(watermarks, `${consumer}#${topic}-${partition}`);
}
