/** Looks at the files of a state folder before anything opens them: one that is damaged is told by its name. */
import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { localFiles } from '../lib/connect/connect.ts';
import { UsageError } from './usageError.ts';

/** UsageError. */
export function checkStateFiles(folder: string): void {
  const { store, broker, outside, tokenKeys } = localFiles(folder);
  for (const file of [store, broker, outside]) refuseDamaged(file, () => readSchema(file));
  refuseDamaged(tokenKeys, () => JSON.parse(readFileSync(tokenKeys, 'utf8')));
}

function readSchema(file: string): void {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  try {
    db.prepare('SELECT COUNT(*) FROM sqlite_schema').get();
  } finally {
    db.close();
  }
}

function refuseDamaged(file: string, read: () => void): void {
  if (!existsSync(file)) return;
  try {
    read();
  } catch (error) {
    if (isBusy(error)) return;
    const why = (error as Error).message;
    throw new UsageError(
      `${file} is damaged, or no file of ours (${why}): remove it and what it kept is lost, or choose another folder with --state.`,
    );
  }
}

/** SQLITE_BUSY (https://sqlite.org/rescode.html#busy). */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}
