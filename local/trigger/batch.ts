/** What goes into one invocation: up to batchSize records of a topic's free partitions, and no more than a payload takes. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import type { GroupOffset, PartitionBounds } from '../broker/broker.ts';
import type { MappingSettings, Surroundings } from './settings.ts';

/** Lambda takes 6 MB of JSON in a synchronous invocation (AWS Lambda guide, "Lambda quotas"). */
const PAYLOAD_BYTES = 6 * 1024 * 1024;

export interface Batch {
  /** Each partition's in offset order. */
  records: KafkaRecord[];
  /** What the group may commit once the batch is done. */
  commits: GroupOffset[];
}

/** undefined when there is nothing to do. A group without a commit begins at the log start (TRIM_HORIZON). */
export async function nextBatch(
  settings: MappingSettings,
  busy: ReadonlySet<number>,
  { broker, source }: Pick<Surroundings, 'broker' | 'source'>,
): Promise<Batch | undefined> {
  const batch: Batch = { records: [], commits: [] };
  const room = { records: settings.batchSize, bytes: PAYLOAD_BYTES };
  for (const { partition, offset } of await unread(settings, busy, broker)) {
    const found = await broker.fetch(settings.topic, partition, offset, room);
    const taken = takeWhileRoom(found, room, (record) => payloadBytes(record, source));
    const last = taken.at(-1);
    if (last) batch.commits.push({ partition, offset: last.offset + 1 });
    batch.records.push(...taken);
    if (room.records <= 0 || taken.length < found.length) break;
  }
  return batch.records.length > 0 ? batch : undefined;
}

/** The free partitions that have records after what the group committed, and where they go on. */
async function unread(
  { group, topic }: MappingSettings,
  busy: ReadonlySet<number>,
  broker: Surroundings['broker'],
): Promise<GroupOffset[]> {
  const bounds = await broker.offsets(topic);
  const done = new Map((await broker.committed(group, topic)).map(({ partition, offset }) => [partition, offset]));
  const next = ({ partition, start }: PartitionBounds) => Math.max(done.get(partition) ?? start, start);
  return bounds
    .filter((partition) => !busy.has(partition.partition) && next(partition) < partition.end)
    .map((partition) => ({ partition: partition.partition, offset: next(partition) }));
}

/** Takes from `room`, too. The first record of a batch is taken however large it is. */
function takeWhileRoom(
  found: readonly KafkaRecord[],
  room: { records: number; bytes: number },
  bytesOf: (record: KafkaRecord) => number,
): KafkaRecord[] {
  const taken: KafkaRecord[] = [];
  for (const record of found) {
    const bytes = bytesOf(record);
    const isFirst = room.bytes === PAYLOAD_BYTES;
    if (room.records <= 0 || (bytes > room.bytes && !isFirst)) break;
    room.records -= 1;
    room.bytes -= bytes;
    taken.push(record);
  }
  return taken;
}

/** Of an event with this record alone: a little more than it adds to a larger one. */
function payloadBytes(record: KafkaRecord, source: Surroundings['source']): number {
  return Buffer.byteLength(JSON.stringify(toMskEvent([record], source)));
}
