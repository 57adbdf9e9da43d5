/** The key pair of the local stack, in its state folder: made at the first start, readable by its owner only. */
import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type KeySource, rotated } from './keySet.ts';

export function fileKeys(file: string): KeySource {
  return { read: async () => keysIn(file) };
}

/** The keys in the file, made if it is missing. When two processes make it at once, the first to name its file wins, and both read that one. */
export function keysIn(file: string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${randomUUID()}`;
    writeFileSync(draft, JSON.stringify(rotated(undefined)), { mode: 0o600, flag: 'wx' });
    try {
      linkSync(draft, file);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return readFileSync(file, 'utf8');
}
