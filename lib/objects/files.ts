/** Objects as files below one folder, for the local stack. A write is complete or not there: SIGKILL leaves no half object. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '../errors/fault.ts';
import { shown } from '../text/shown.ts';
import { checkName } from './names.ts';
import type { Objects } from './objects.ts';

export function fileObjects(folder: string): Objects {
  const pathOf = (name: string) => join(folder, ...pathIn(name));
  return {
    put: (name, bytes, signal) => guarded(name, signal, () => writeWhole(pathOf(name), bytes)),
    get: (name, signal) => guarded(name, signal, () => readFile(pathOf(name)).catch(nothingIfMissing)),
    remove: (name, signal) => guarded(name, signal, () => rm(pathOf(name), { force: true })),
  };
}

/** No folder's name ends in "~", so an object may have the name that others begin with. */
function pathIn(name: string): string[] {
  const parts = name.split('/').map(toFileName);
  return [...parts.slice(0, -1), `${parts.at(-1)}~`];
}

/** A file's name may have 255 bytes, of which a draft's name needs some. */
const MAX_FILE_NAME = 200;

/** Any text as one safe file name, two different texts as two: an encoded text has no "~", and digits behind each "%". */
function toFileName(part: string): string {
  const encoded = encodeURIComponent(part).replaceAll('~', '%7E');
  if (encoded.length > MAX_FILE_NAME) return `%~${createHash('sha256').update(part).digest('base64url')}`;
  if (encoded === '') return '%';
  return encoded.replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'));
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}${randomUUID()}`;
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
  checkName(name);
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (cause) {
    throw new Fault('OBJECTS_UNAVAILABLE', `object ${shown(name)}`, { cause });
  }
}
