/** Consumer groups of the embedded broker: committed offsets, and how far behind each group is. */
import { Fault } from '../../lib/errors/fault.ts';
import type { Database } from '../../lib/sqlite/database.ts';
import type { GroupOffset, GroupPosition } from './broker.ts';

export function openGroups(log: Database) {
  // Selecting from partitions makes an unknown one change nothing, which `changes` tells.
  const upsert = log.statement(`
    INSERT INTO group_offsets ("group", topic, partition, committed)
    SELECT ?, topic, partition, ? FROM partitions WHERE topic = ? AND partition = ?
    ON CONFLICT DO UPDATE SET committed = excluded.committed`);
  const ofTopic = log.statement(`
    SELECT partition, committed AS offset FROM group_offsets WHERE "group" = ? AND topic = ? ORDER BY partition`);
  const all = log.statement(`
    SELECT "group", topic, partition, committed, next_offset AS "end", next_offset - committed AS lag
    FROM group_offsets JOIN partitions USING (topic, partition) ORDER BY "group", topic, partition`);

  function commitOne(group: string, topic: string, { partition, offset }: GroupOffset): void {
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new RangeError(`${group} can't commit ${topic}-${partition}@${offset}`);
    const { changes } = upsert.run(group, offset, topic, partition);
    if (changes === 0)
      throw new Fault('UNKNOWN_TOPIC', `${topic}-${partition}: no such topic or partition, for group ${group}`);
  }

  return {
    commit(group: string, topic: string, offsets: readonly GroupOffset[]): void {
      log.transaction(() => {
        for (const offset of offsets) commitOne(group, topic, offset);
      });
    },
    committed: (group: string, topic: string): GroupOffset[] =>
      log.run(() => ofTopic.all(group, topic).map((row) => ({ ...row }) as unknown as GroupOffset)),
    positions: (): GroupPosition[] => log.run(() => all.all().map((row) => ({ ...row }) as unknown as GroupPosition)),
  };
}
