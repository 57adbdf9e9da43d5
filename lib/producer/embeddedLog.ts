/** The producer of the local stack: Kafka's append semantics on a SQLite file that several processes share. */
import type { Clock } from '../clock/clock.ts';
import { Fault } from '../errors/fault.ts';
import { partitionFor } from '../kafka/murmur2.ts';
import type { KafkaRecord, NewRecord } from '../kafka/record.ts';
import { bytesOnBroker } from '../kafka/recordSize.ts';
import type { Database } from '../sqlite/database.ts';
import { openEmbeddedFile } from './embeddedFile.ts';
import { toHeaderColumn } from './embeddedHeaders.ts';
import type { Producer } from './producer.ts';

/** Kafka lets a producer choose the partition and the time of creation; our functions leave both to the log. */
export interface PlacedRecord extends NewRecord {
  partition?: number;
  /** Epoch milliseconds. */
  timestamp?: number;
}

/** A topic while a transaction appends to it. */
interface OpenTopic {
  name: string;
  maxMessageBytes: number;
  partitions: { id: number; first: number; next: number }[];
}

interface EmbeddedProducerOptions {
  file: string;
  now: Clock;
  /** How long to wait while another process keeps the file locked; default 5 s. */
  lockWaitMs?: number;
}

/** All records of a call are appended, or none. */
export function embeddedProducer({ file, now, lockWaitMs }: EmbeddedProducerOptions): Producer {
  const log = openEmbeddedFile(file, lockWaitMs);
  const append = openAppender(log, now);
  return {
    publish: async (records, signal) => append(records, signal),
    close: async () => log.close(),
  };
}

/** One transaction a call; offsets are given inside it, so they are dense however many processes append. */
export function openAppender(
  log: Database,
  now: () => number,
): (records: readonly PlacedRecord[], signal?: AbortSignal) => KafkaRecord[] {
  const readTopic = topicReader(log);
  const insert = log.statement(
    'INSERT INTO records (log, offset, timestamp, key, value, headers) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const advance = log.statement('UPDATE partitions SET next_offset = ? WHERE id = ?');
  const choosePartition = partitioner();

  function appendOne(record: PlacedRecord, topic: OpenTopic): KafkaRecord {
    refuseTooLarge(record, topic);
    const partition = choosePartition(record, topic.partitions.length);
    const chosen = topic.partitions[partition];
    if (!chosen)
      throw new Fault('UNKNOWN_TOPIC', `partition ${partition} of ${topic.name}, which has ${topic.partitions.length}`);
    const offset = chosen.next++;
    const timestamp = record.timestamp ?? now();
    insert.run(chosen.id, offset, timestamp, record.key, record.value, toHeaderColumn(record.headers));
    return {
      topic: topic.name,
      partition,
      offset,
      timestamp,
      key: record.key,
      value: record.value,
      headers: record.headers,
    };
  }

  function appendAll(records: readonly PlacedRecord[]): KafkaRecord[] {
    const topics = new Map<string, OpenTopic>();
    const appended = records.map((record) => {
      const topic = topics.get(record.topic) ?? readTopic(record.topic);
      topics.set(record.topic, topic);
      return appendOne(record, topic);
    });
    const touched = [...topics.values()].flatMap((topic) => topic.partitions).filter(({ first, next }) => next > first);
    for (const { id, next } of touched) advance.run(next, id);
    return appended;
  }

  return (records, signal) => {
    if (signal?.aborted) throw new Fault('TIMED_OUT', `publishing ${records.length} records`);
    return records.length === 0 ? [] : log.transaction(() => appendAll(records));
  };
}

function topicReader(log: Database): (name: string) => OpenTopic {
  const select = log.statement(`
    SELECT id, next_offset AS next, max_message_bytes AS maxMessageBytes
    FROM partitions JOIN topics ON name = topic WHERE topic = ? ORDER BY partition`);
  return (name) => {
    const rows = select.all(name) as unknown as { id: number; next: number; maxMessageBytes: number }[];
    const [row] = rows;
    if (!row) throw new Fault('UNKNOWN_TOPIC', `${name}; the broker creates no topics by itself`);
    return {
      name,
      maxMessageBytes: row.maxMessageBytes,
      partitions: rows.map(({ id, next }) => ({ id, first: next, next })),
    };
  };
}

/** The partition asked for, the key's, or for keyless records each in turn, counted per topic. */
function partitioner(): (record: PlacedRecord, partitions: number) => number {
  const turns = new Map<string, number>();
  return (record, partitions) => {
    if (record.partition !== undefined) return record.partition;
    if (record.key !== null) return partitionFor(record.key, partitions);
    const turn = turns.get(record.topic) ?? 0;
    turns.set(record.topic, turn + 1);
    return turn % partitions;
  };
}

function refuseTooLarge(record: NewRecord, topic: OpenTopic): void {
  const bytes = bytesOnBroker(record);
  if (bytes <= topic.maxMessageBytes) return;
  throw new Fault('RECORD_TOO_LARGE', `${topic.name} takes ${topic.maxMessageBytes} bytes, the record has ${bytes}`);
}
