/** A Lambda batch made of samples: what a mapping would invoke a function with. */
import { topics } from '../../events/allTopics.ts';
import { partitionFor } from '../../lib/kafka/murmur2.ts';
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { type MskEvent, toMskEvent } from '../../lib/msk/mskEvent.ts';
import { localCluster } from '../cluster.ts';
import { readJsonFile, recogniseEvent, type SavedRecord } from '../replay/savedEvent.ts';
import { UsageError } from '../usageError.ts';

/** The time of records that tell none: a batch is the same whenever it is made. */
const WRITTEN_MS = Date.parse('2026-11-21T08:00:01.000Z');

/** UsageError for files that hold anything but records, and for records of several topics. */
export function batchOf(files: readonly string[]): MskEvent {
  const records = files.flatMap(recordsIn);
  const names = [...new Set(records.map(({ topic }) => topic))];
  const [name] = names;
  if (name === undefined) throw new UsageError('No sample is named.');
  if (names.length > 1) throw new UsageError(`A batch is of one topic, as its mapping is; came ${names.join(', ')}.`);
  const known = topics.find((topic) => topic.name === name);
  if (!known) throw new UsageError(`${name} is no topic of events/topics.`);
  return toMskEvent(placed(records, known.partitions), localCluster);
}

function recordsIn(file: string): SavedRecord[] {
  const saved = recogniseEvent(readJsonFile(file), file);
  if (saved.kind !== 'records') throw new UsageError(`${file}: expected a record or an array of records.`);
  return saved.records;
}

/** Each in the partition that Kafka would give it, one behind the other. */
function placed(records: readonly SavedRecord[], partitions: number): KafkaRecord[] {
  const ends = new Map<number, number>();
  return records.map((record) => {
    const partition = record.partition ?? (record.key === null ? 0 : partitionFor(record.key, partitions));
    const offset = record.offset ?? ends.get(partition) ?? 0;
    ends.set(partition, offset + 1);
    return { timestamp: WRITTEN_MS, ...record, partition, offset };
  });
}
