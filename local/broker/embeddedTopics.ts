/** The topics of the embedded broker: created, grown, listed. */
import type { Database } from '../../lib/sqlite/database.ts';
import type { TopicSettings, TopicSummary } from './broker.ts';

/** Kafka's rule: https://github.com/apache/kafka/blob/trunk/clients/src/main/java/org/apache/kafka/common/internals/Topic.java */
const legalName = /^[a-zA-Z0-9._-]{1,249}$/;

export function openTopics(log: Database) {
  const upsert = log.statement(`
    INSERT INTO topics (name, retention_ms, max_message_bytes) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET retention_ms = excluded.retention_ms, max_message_bytes = excluded.max_message_bytes`);
  const count = log.statement('SELECT COUNT(*) AS partitions FROM partitions WHERE topic = ?');
  const addPartition = log.statement('INSERT INTO partitions (topic, partition) VALUES (?, ?)');
  // Offsets are dense, so the bounds alone say how many records there are.
  const summaries = log.statement(`
    SELECT topic AS name, COUNT(*) AS partitions, SUM(next_offset - start_offset) AS records
    FROM partitions GROUP BY topic ORDER BY topic`);

  function createOne(topic: TopicSettings): void {
    refuseIllegal(topic);
    upsert.run(topic.name, topic.retentionMs, topic.maxMessageBytes);
    const { partitions: existing } = count.get(topic.name) as { partitions: number };
    if (existing > topic.partitions) {
      throw new Error(
        `topic ${topic.name} has ${existing} partitions and ${topic.partitions} are asked for: Kafka takes none away`,
      );
    }
    for (let partition = existing; partition < topic.partitions; partition++) addPartition.run(topic.name, partition);
  }

  return {
    create: (topics: readonly TopicSettings[]): void => log.transaction(() => topics.forEach(createOne)),
    list: (): TopicSummary[] => log.run(() => summaries.all().map((row) => ({ ...row }) as unknown as TopicSummary)),
  };
}

function refuseIllegal({ name, partitions }: TopicSettings): void {
  if (!legalName.test(name) || name === '.' || name === '..') {
    throw new Error(`a topic name has 1 to 249 of letters, digits, ".", "_" and "-", not ${JSON.stringify(name)}`);
  }
  if (!Number.isInteger(partitions) || partitions < 1)
    throw new Error(`topic ${name} needs at least one partition, not ${partitions}`);
}
