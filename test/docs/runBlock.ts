/** Runs a block of shell commands as a reader would, at the root of the repository, against a stack that is up. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { environmentWith } from '../environment.ts';
import { root } from './pages.ts';

interface Ports {
  api: string;
  console: string;
}

/** Stops at the first command that fails; a request that is answered with 400 or more is one. */
const FRAME = `set -euo pipefail
command() { shift; /usr/bin/env curl --fail-with-body "$@"; }
curl() { command curl -sS -w '\\n' "$@"; }
`;

export async function runBlock(block: string, { api, console }: Ports, state: string) {
  const here = block.replaceAll('http://127.0.0.1:8080', api).replaceAll('http://127.0.0.1:40080', console);
  const env = environmentWith({ api, console, STATE_DIR: state });
  const child = spawn('bash', ['-c', `${FRAME}${here}`], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, output: stdout + stderr };
}
