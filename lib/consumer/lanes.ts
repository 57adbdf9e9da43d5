/** Lanes: records of one key stay in order, whatever runs beside them. */
import type { KafkaRecord } from '../kafka/record.ts';
import type { ReceivedRecord } from '../msk/mskRecord.ts';
import type { ConsumerConfig } from './config.ts';

/** In offset order; never empty. */
export type Lane = readonly ReceivedRecord[];

/** Keyless records of a partition are one lane. Without ordering each record is one of its own. */
export function lanesOf(records: readonly ReceivedRecord[], ordering: ConsumerConfig['ordering']): Lane[] {
  if (ordering === 'none') return records.map((record) => [record]);
  const partitions = new Map<string, Map<string | null, ReceivedRecord[]>>();
  let current: Map<string | null, ReceivedRecord[]> | undefined;
  let last: ReceivedRecord | undefined;
  for (const record of records) {
    // Records come partition by partition.
    if (!current || record.partition !== last?.partition || record.topic !== last.topic) {
      current = laneMap(partitions, `${record.topic}-${record.partition}`);
    }
    last = record;
    const key = keyText(record);
    const lane = current.get(key);
    if (lane) lane.push(record);
    else current.set(key, [record]);
  }
  return Array.from(partitions.values(), (lanes) => [...lanes.values()]).flat();
}

/** Equal for records of one lane. */
export function laneOf(record: KafkaRecord, ordering: ConsumerConfig['ordering']): string {
  const own = ordering === 'none' ? `@${record.offset}` : ` ${keyText(record) ?? ''} ${record.key === null}`;
  return `${record.topic}-${record.partition}${own}`;
}

function laneMap(partitions: Map<string, Map<string | null, ReceivedRecord[]>>, name: string) {
  const found = partitions.get(name) ?? new Map<string | null, ReceivedRecord[]>();
  partitions.set(name, found);
  return found;
}

/** One character a byte: different bytes never make the same text. */
function keyText({ key }: KafkaRecord): string | null {
  return key && Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');
}
