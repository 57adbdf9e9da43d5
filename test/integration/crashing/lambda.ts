/** Plays Lambda: an environment of its own for each try, killed at its time-out, and the same batch until it is answered. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { environmentWith } from '../../environment.ts';

const TIMEOUT_MS = 4_000;
/** AWS does not document its own; like those of the local trigger, they grow. */
const PAUSES_MS = [100, 500, 3_300, 100];

export interface Tries {
  /** How each ended: by a signal, with a status, or with an answer. */
  ends: string[];
  /** The outcome of each record in the answer, in order. */
  outcomes: string[];
}

export async function invokeUntilAnswered(stateFolder: string, eventFile: string): Promise<Tries> {
  const ends: string[] = [];
  for (const pauseMs of PAUSES_MS) {
    const { end, outcomes } = await invokeOnce(stateFolder, eventFile);
    ends.push(end);
    if (outcomes) return { ends, outcomes };
    await delay(pauseMs);
  }
  throw new Error(`never answered: ${ends.join(', ')}`);
}

async function invokeOnce(stateFolder: string, eventFile: string) {
  const program = join(import.meta.dirname, 'main.ts');
  const env = environmentWith({
    ADAPTERS: 'local',
    STATE_DIR: stateFolder,
    DIGEST_SECRET: 'a secret of at least thirty-two characters',
    LOG_LEVEL: 'silent',
  });
  const args = ['--max-old-space-size=64', program, eventFile, String(TIMEOUT_MS)];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let printed = '';
  let timer: NodeJS.Timeout | undefined;
  child.stdout.on('data', (chunk) => {
    printed += chunk;
    timer ??= setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
  });
  const [status, signal] = await once(child, 'close');
  clearTimeout(timer);
  const answer = printed.split('\n')[1];
  if (status === 0 && answer) return { end: 'answered', outcomes: (JSON.parse(answer) as string[]).sort() };
  return { end: String(signal ?? status), outcomes: null };
}
