/** The cache of files that are fetched once a machine and kept outside the tree: real parts of the local stack and of tests. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const cache = join(homedir(), '.cache', 'event-functions');

/**
 * The folder of that name in the cache. `make` fills it where it is missing, in a folder beside that takes the name
 * when all is there: a fetch that was interrupted, or two at once, leave nothing half done.
 */
export async function cached(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, `${name}-`));
  try {
    await make(draft);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** Runs a program to its end; fails with what it printed. */
export const run = promisify(execFile);
