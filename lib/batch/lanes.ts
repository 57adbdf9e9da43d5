/** Lanes: records of one key stay in order, whatever runs beside them. */

import type { ConsumerConfig } from '../declare/consumerConfig.ts';
import type { KafkaRecord } from '../kafka/record.ts';
import type { ReceivedRecord } from '../msk/receivedRecord.ts';

/** Each lane as the place of its first record in the batch, and for each place the next one of its lane. */
export interface Lanes {
  first: readonly number[];
  /** 0: it is the last one, for no lane leads back to the first record of a batch. */
  next: Int32Array;
}

type Keys = Map<string | null, number>;

/** Keyless records of a partition are one lane. Without ordering each record is one of its own. */
export function lanesOf(records: readonly ReceivedRecord[], ordering: ConsumerConfig['ordering']): Lanes {
  const next = new Int32Array(records.length);
  if (ordering === 'none') return { first: Array.from(records.keys()), next };
  const first: number[] = [];
  const partitions = new Map<string, Keys>();
  let before: ReceivedRecord | undefined;
  /** The last place of each lane of the partition at hand. */
  let last: Keys = new Map();
  for (const [place, record] of records.entries()) {
    // Records come partition by partition.
    if (record.partition !== before?.partition || record.topic !== before.topic) last = keysOf(partitions, record);
    before = record;
    const key = keyText(record);
    const earlier = last.get(key);
    if (earlier === undefined) first.push(place);
    else next[earlier] = place;
    last.set(key, place);
  }
  return { first, next };
}

/** Equal for records of one lane. */
export function laneOf(record: KafkaRecord, ordering: ConsumerConfig['ordering']): string {
  const own = ordering === 'none' ? `@${record.offset}` : ` ${record.key === null} ${keyText(record) ?? ''}`;
  return `${record.topic}-${record.partition}${own}`;
}

function keysOf(partitions: Map<string, Keys>, { topic, partition }: KafkaRecord): Keys {
  const name = `${topic}-${partition}`;
  const found: Keys = partitions.get(name) ?? new Map();
  partitions.set(name, found);
  return found;
}

/** The same for the same bytes, and for no others. */
function keyText(record: ReceivedRecord): string | null {
  if (record.keyText !== undefined) return record.keyText;
  const { key } = record;
  if (key === null) return null;
  const bytes = Buffer.isBuffer(key) ? key : Buffer.from(key.buffer, key.byteOffset, key.length);
  return bytes.toString('base64');
}
