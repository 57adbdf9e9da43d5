/** `npm start -- --watch`: the stack in a process of its own, started anew whenever a source file was saved. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { spawnTied } from '../tied.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['lib', 'events', 'domain', 'functions', 'local'];
/** Editors write a file in several steps. */
const SETTLE_MS = 100;

/** Runs until a signal comes; answers the exit status of the last stack. `args` are those of the stack itself. */
export async function runWatched(args: readonly string[]): Promise<number> {
  const start = () => startStack(args);
  let child = start();
  let isEnding = false;
  const stopWatching = onSave(async (path) => {
    process.stderr.write(`${path} was saved: starting anew\n`);
    await stop(child);
    // A signal may have come meanwhile.
    if (!isEnding) child = start();
  });
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  isEnding = true;
  stopWatching();
  return await stop(child);
}

function startStack(args: readonly string[]): ChildProcess {
  const main = join(root, 'local/start/main.ts');
  const child = spawnTied([process.execPath, ...process.execArgv, main, ...args], 'pipe');
  child.stdout?.pipe(process.stdout, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  return child;
}

/** A stack that ended by itself, over a fault in the sources, waits for the next save like any other. */
async function stop(child: ChildProcess): Promise<number> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  return child.exitCode ?? 1;
}

/** One call at a time, for the last of what was saved at once. */
function onSave(restart: (path: string) => Promise<void>): () => void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const saved = (path: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(() => restart(path));
    }, SETTLE_MS);
  };
  const watchers = sources.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, name) => {
      if (name?.endsWith('.ts')) saved(join(folder, name));
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
