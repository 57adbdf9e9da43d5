/** `npm start -- --watch`: the stack in a process of its own, started anew whenever a source file was saved. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { spawnTied } from '../tied.ts';
import { endSignal } from './endSignal.ts';
import { typeCheckOf } from './typeCheck.ts';
import { watchFiles } from './watchFiles.ts';

const root = join(import.meta.dirname, '../..');
const sources = ['lib', 'events', 'domain', 'functions', 'local', 'deploy'];

/** Runs until a signal comes; answers the exit status of the last stack. `args` are those of the stack itself. */
export async function runWatched(args: readonly string[]): Promise<number> {
  const asked = endSignal();
  const start = () => startStack(args, () => isEnding);
  let isEnding = false;
  let child = start();
  let restarting = Promise.resolve();
  const types = typeCheckOf(root, (line) => process.stderr.write(`${line}\n`));
  const stopWatching = watchFiles(root, sources, (path) => {
    process.stderr.write(`${path} was saved: starting anew\n`);
    types.start();
    restarting = restarting.then(async () => {
      await stop(child);
      // A signal may have come meanwhile.
      if (!isEnding) child = start();
    });
  });
  types.start();
  await asked;
  isEnding = true;
  types.stop();
  stopWatching();
  await restarting;
  return await stop(child);
}

function startStack(args: readonly string[], isEnding: () => boolean): ChildProcess {
  const main = join(root, 'local/start/main.ts');
  const child = spawnTied([process.execPath, ...process.execArgv, main, ...args], 'pipe');
  child.stdout?.pipe(process.stdout, { end: false });
  child.stderr?.pipe(process.stderr, { end: false });
  child.once('exit', (status) => {
    if (status !== 0 && status !== null && !isEnding())
      process.stderr.write('The stack did not start: it starts anew at the next save.\n');
  });
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
