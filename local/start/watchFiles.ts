/** Tells of saves in folders. A folder of its own for each watcher: editors that replace a file are seen, too. */
import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';

/** Editors write a file in several steps. */
const SETTLE_MS = 100;

/** `onSave` gets the path of what was saved last. Answers how to stop. */
export function watchFiles(root: string, folders: readonly string[], onSave: (path: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;

  function saved(folder: string, name: string): void {
    if (existsSync(join(root, folder, name))) add(join(folder, name));
    if (!/\.(?:ts|mjs|json)$/.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => onSave(join(folder, name)), SETTLE_MS);
  }

  /** Nothing happens for what is no folder, or watched already. */
  function add(folder: string): void {
    const known = watchers.get(folder);
    const inside = foldersIn(join(root, folder));
    if (!inside || known) return;
    const watcher = watch(join(root, folder), (_, name) => name !== null && saved(folder, name));
    // The folder was removed.
    watcher.on('error', () => remove(folder));
    watchers.set(folder, watcher);
    for (const name of inside) add(join(folder, name));
  }

  function remove(folder: string): void {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  }

  for (const folder of folders) add(folder);
  return () => {
    clearTimeout(timer);
    for (const folder of [...watchers.keys()]) remove(folder);
  };
}

/** undefined where there is no such folder. */
function foldersIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
  } catch {
    return undefined;
  }
}
