/** Reading partitions of the embedded broker: pages of records, bounds, and where a point in time begins. */
import { Fault } from '../../lib/errors/fault.ts';
import type { Headers, KafkaRecord } from '../../lib/kafka/record.ts';
import { fromHeaderColumn } from '../../lib/producer/embeddedHeaders.ts';
import type { Database } from '../../lib/sqlite/database.ts';
import type { PartitionBounds } from './broker.ts';

interface RecordRow {
  offset: number;
  timestamp: number;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers: Uint8Array | null;
}

export function openPartitions(log: Database) {
  const idOf = partitionFinder(log);
  // Records that retention removed are gone, so an offset below the log start answers from the log start by itself.
  const page = log.statement(`
    SELECT offset, timestamp, key, value, headers FROM records WHERE log = ? AND offset >= ? ORDER BY offset LIMIT ?`);
  const bounds = log.statement(`
    SELECT partition, start_offset AS start, next_offset AS "end" FROM partitions WHERE topic = ? ORDER BY partition`);
  // Without an index on time, which each append would pay for: it is asked once, when a group starts.
  const firstSince = log.statement(`
    SELECT COALESCE(
      (SELECT offset FROM records WHERE log = id AND timestamp >= ? ORDER BY offset LIMIT 1), next_offset
    ) AS offset FROM partitions WHERE id = ?`);

  function fetch(
    topic: string,
    partition: number,
    fromOffset: number,
    max: { records: number; bytes: number },
  ): KafkaRecord[] {
    const records: KafkaRecord[] = [];
    let bytes = 0;
    const rows = page.iterate(idOf(topic, partition), fromOffset, max.records) as unknown as Iterable<RecordRow>;
    for (const row of rows) {
      bytes += bytesOf(row.key) + bytesOf(row.value) + bytesOf(row.headers);
      if (bytes > max.bytes && records.length > 0) break;
      records.push(toRecord(topic, partition, row));
    }
    return records;
  }

  function boundsOf(topic: string): PartitionBounds[] {
    const rows = bounds.all(topic);
    if (rows.length === 0) throw new Fault('UNKNOWN_TOPIC', topic);
    return rows.map((row) => ({ ...row }) as unknown as PartitionBounds);
  }

  function offsetAt(topic: string, partition: number, timestampMs: number): number {
    const row = firstSince.get(timestampMs, idOf(topic, partition)) as unknown as { offset: number };
    return row.offset;
  }

  return {
    fetch: (...args: Parameters<typeof fetch>) => log.run(() => fetch(...args)),
    bounds: (topic: string) => log.run(() => boundsOf(topic)),
    offsetAt: (...args: Parameters<typeof offsetAt>) => log.run(() => offsetAt(...args)),
  };
}

/** Remembers what it found: topics and partitions never go away. */
function partitionFinder(log: Database): (topic: string, partition: number) => number {
  const select = log.statement('SELECT id FROM partitions WHERE topic = ? AND partition = ?');
  const known = new Map<string, number>();
  return (topic, partition) => {
    const place = `${topic}-${partition}`;
    const row = known.has(place) ? undefined : (select.get(topic, partition) as { id: number } | undefined);
    const id = known.get(place) ?? row?.id;
    if (id === undefined) throw new Fault('UNKNOWN_TOPIC', `${place}: no such topic or partition`);
    known.set(place, id);
    return id;
  };
}

function toRecord(topic: string, partition: number, row: RecordRow): KafkaRecord {
  const headers: Headers = fromHeaderColumn(row.headers);
  return { topic, partition, offset: row.offset, timestamp: row.timestamp, key: row.key, value: row.value, headers };
}

function bytesOf(column: Uint8Array | null): number {
  return column?.length ?? 0;
}
