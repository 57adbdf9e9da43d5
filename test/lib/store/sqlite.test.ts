import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { contractTables } from '../../contracts/store/given.ts';
import { storeContract } from '../../contracts/store.ts';

storeContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'store-'));
  const another = async () => sqliteStore({ file: join(folder, 'store.db'), tables: contractTables, now: Date.now });
  const store = await another();
  return {
    store,
    another,
    end: async () => {
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
});
