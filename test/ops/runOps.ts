/** `npm run ops` as a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { environmentWith } from '../environment.ts';

/** The warning is kafkajs’s; `npm run ops` has the same option. */
const quiet = '--disable-warning=TimeoutNegativeWarning';

export async function runOps(args: readonly string[], variables: Record<string, string> = {}, stdin = '') {
  const main = join(import.meta.dirname, '../../ops/main.ts');
  const child = spawn(process.execPath, [quiet, main, ...args], { env: environmentWith(variables) });
  const ended = once(child, 'close');
  child.stdin.end(stdin);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await ended;
  return { status: status as number | null, stdout, stderr };
}
