/** Reads the outbox: beside a stack on Kafka, everything that a replay publishes stands there until that stack's relay sends it. */
import type { NewRecord } from '../../lib/kafka/record.ts';
import { type OutboxRow, outbox, recordsOf, shards } from '../../lib/outbox/outbox.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import { openObjects, openStore } from '../aws/adapters.ts';

export interface Waiting {
  /** Those of rows that were not there when this was opened. */
  sinceOpened(): Promise<NewRecord[]>;
  close(): Promise<void>;
}

export async function watchOutbox(settings: Settings): Promise<Waiting> {
  const store = await openStore(settings, [outbox]);
  const objects = await openObjects(settings);
  const nameOf = ({ pk, sk }: OutboxRow) => JSON.stringify([pk, sk]);

  async function rows(): Promise<OutboxRow[]> {
    const found = shards.map((partition) => queryAll(store, { table: outbox, index: 'byShard', partition }));
    return (await Promise.all(found)).flat().sort((a, b) => (a.storedAt < b.storedAt ? -1 : 1));
  }

  const before = new Set((await rows()).map(nameOf));
  return {
    async sinceOpened() {
      const added = (await rows()).filter((row) => !before.has(nameOf(row)));
      const records = await Promise.all(
        added.map(async (row) => recordsOf(row, row.object === undefined ? undefined : await objects.get(row.object))),
      );
      return records.flat();
    },
    close: () => store.close(),
  };
}
