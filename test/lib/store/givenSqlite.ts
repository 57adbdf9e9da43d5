/** SQLite stores in throw-away folders, closed and removed when the test is finished. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type SqliteStoreOptions, sqliteStore } from '../../../lib/store/sqlite.ts';
import type { Store } from '../../../lib/store/store.ts';
import { things } from '../../contracts/store/given.ts';

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'store-'));
}

/** In a folder that is not there yet. */
export function givenFile(): string {
  const folder = newFolder();
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'not', 'there', 'yet', 'store.db');
}

/** With the table `things` unless others are named. */
export function opened(file: string, options: Partial<SqliteStoreOptions> = {}): Store {
  const store = sqliteStore({ tables: [things], ...options, file });
  onTestFinished(() => store.close());
  return store;
}
