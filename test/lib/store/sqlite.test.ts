import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { contractTables, type StoreUnderTest } from '../../contracts/store/given.ts';
import { storeContract } from '../../contracts/store.ts';

async function open(): Promise<StoreUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  const file = join(folder, 'store.db');
  const store = sqliteStore({ file, tables: contractTables });
  return {
    store,
    another: async () => sqliteStore({ file, tables: contractTables }),
    end: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

storeContract('SQLite', open);
