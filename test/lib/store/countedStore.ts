/** A grouping store that counts its round trips, and may be made to fail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { groupingStore } from '../../../lib/store/grouping.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { defineTable, type Item, type Store, type Write } from '../../../lib/store/store.ts';

export const things = defineTable<Item>({ name: 'things' });

export function counted(fail?: (writes: readonly Write[]) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'grouping-'));
  const store = sqliteStore({ file: join(folder, 'store.db'), tables: [things], now: Date.now });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  const trips = { reads: 0, transactions: 0, single: 0 };
  const counting: Store = {
    ...store,
    read: (refs) => {
      trips.reads += 1;
      return store.read(refs);
    },
    transact: async (writes, token) => {
      trips.transactions += 1;
      fail?.(writes);
      return await store.transact(writes, token);
    },
    writeEach: async (writes) => {
      trips.single += 1;
      fail?.(writes);
      return await store.writeEach(writes);
    },
  };
  return { store: groupingStore(counting), trips };
}

export const thing = (n: number, more = {}) => ({ pk: `thing#${n}`, sk: '-', ...more });
export const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
