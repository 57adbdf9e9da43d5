/** Retention of the embedded broker: old records leave from the front of a partition, offsets are never given again. */
import type { Database } from '../../lib/sqlite/database.ts';

/** A partition whose log start moves. */
interface Expired {
  log: number;
  newStart: number;
}

/** Answers how many records were removed. */
export function openRetention(log: Database, now: () => number): () => number {
  // Up to the first record that is young enough, as Kafka removes whole segments from the front and nothing in between.
  const expired = log.statement(`
    SELECT log, newStart FROM (
      SELECT id AS log, start_offset, COALESCE(
        (SELECT offset FROM records WHERE log = id AND timestamp >= ? - retention_ms ORDER BY offset LIMIT 1), next_offset
      ) AS newStart
      FROM partitions JOIN topics ON name = topic WHERE retention_ms >= 0
    ) WHERE newStart > start_offset`);
  const moveStart = log.statement('UPDATE partitions SET start_offset = MAX(start_offset, ?) WHERE id = ?');
  const remove = log.statement('DELETE FROM records WHERE log = ? AND offset < ?');

  function removeFront({ log: partition, newStart }: Expired): number {
    moveStart.run(newStart, partition);
    return Number(remove.run(partition, newStart).changes);
  }

  // A transaction a partition: a large clean-up must not make producers wait for all of it. Another process may clean
  // up at the same time, and has then moved this start before us, hence MAX.
  return () => {
    const partitions = log.run(() => expired.all(now()) as unknown as Expired[]);
    return partitions.reduce((removed, partition) => removed + log.transaction(() => removeFront(partition)), 0);
  };
}
