/** Objects as files below one folder, for the local stack. A write is complete or not there: SIGKILL leaves no half object. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '../errors/fault.ts';
import type { Objects } from './objects.ts';

export function fileObjects(folder: string): Objects {
  const pathOf = (name: string) => join(folder, ...name.split('/').map(toFileName));
  return {
    put: (name, bytes, signal) => guarded(name, signal, () => writeWhole(pathOf(name), bytes)),
    get: (name, signal) => guarded(name, signal, () => readFile(pathOf(name)).catch(nothingIfMissing)),
    remove: (name, signal) => guarded(name, signal, () => rm(pathOf(name), { force: true })),
  };
}

/** Any text as one safe file name, two different texts as two. */
function toFileName(part: string): string {
  return encodeURIComponent(part).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'));
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}~`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

function nothingIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

/** A disk answers at once: it is enough that nothing is begun after `signal` is aborted. */
async function guarded<T>(name: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (cause) {
    throw new Fault('OBJECTS_UNAVAILABLE', `object ${name}`, { cause });
  }
}
