import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

/** Starts a tied process that sleeps, stops it, and tells its pid. */
const parent = `
const { execFileSync } = await import('node:child_process');
const { spawnTied } = await import(${JSON.stringify(new URL('../../local/tied.ts', import.meta.url).href)});
const child = spawnTied(['sleep', '600'], 'pipe');
// Stopped any sooner, it is a shell that has not started its watcher yet.
const isSleeping = () => execFileSync('ps', ['-o', 'comm=', '-p', String(child.pid)], { encoding: 'utf8' }).trim() === 'sleep';
while (!isSleeping());
child.kill('SIGSTOP');
process.stdout.write(String(child.pid) + '\\n');
setInterval(() => undefined, 1000);`;

it('a child that is stopped ends with its parent, also where the parent is killed', async () => {
  const started = spawn(process.execPath, ['--input-type=module', '-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = await once(started.stdout, 'data');
  const pid = String(chunk).trim();
  await expect.poll(() => stateOf(pid)).toBe('T');
  started.kill('SIGKILL');
  await expect.poll(() => stateOf(pid)).toBe(undefined);
});

function stateOf(pid: string): string | undefined {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' })[0];
    return state === 'Z' ? undefined : state;
  } catch {
    return undefined;
  }
}
