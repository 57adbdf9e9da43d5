/** Child processes that end with this one, however this one ends: also those that are stopped and can't see it. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/**
 * The shell becomes the program; the watcher it leaves beside it kills the program as soon as the pipe from this process
 * ends. A session of its own keeps the terminal's Ctrl-C away: it is ours to say in which order things end.
 */
const script = 'exec 3<&0; (cat <&3; kill -KILL $$) > /dev/null 2>&1 & exec "$0" "$@" < /dev/null 3<&-';

/** `output` is for stdout and stderr alike: a file, or `pipe`. */
export function spawnTied(
  [program, ...args]: readonly [string, ...string[]],
  output: number | 'pipe',
  options: SpawnOptions = {},
): ChildProcess {
  const stdio = ['pipe', output, output] as const;
  const child = spawn('sh', ['-c', script, program, ...args], { ...options, detached: true, stdio: [...stdio] });
  // The watcher has nothing more to do then; its pipe must not break in this process either.
  child.stdin?.on('error', () => undefined);
  child.once('exit', () => child.stdin?.destroy());
  return child;
}
