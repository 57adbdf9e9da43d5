/** MiniStack, an emulator of AWS in one process: fetched once a machine into a Python environment of its own. */
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cached, run } from '../cache.ts';
import { programEnvironment } from '../environment.ts';
import { freePort } from '../freePort.ts';
import { spawnTied } from '../tied.ts';
import { UsageError } from '../usageError.ts';

const version = '1.5.33';
const readyPatienceMs = 60_000;
const stopPatienceMs = 5_000;

export interface Ministack {
  /** By its number: with a name, S3's client would put the bucket before it. */
  address: string;
  /** Lets it write its state; kills it when that takes long. */
  stop(): Promise<void>;
}

/** Its Python. `tell` gets a line before anything that takes seconds. UsageError says what is to be installed. */
export async function fetchMinistack(tell: (line: string) => void): Promise<string> {
  const folder = await cached(`ministack-${version}`, async (draft) => {
    tell(`Fetching MiniStack ${version}, an emulator of AWS, with pip, once (90 MB) …`);
    try {
      await run('python3', ['-m', 'venv', draft]);
      await run(join(draft, 'bin', 'pip'), ['install', '--quiet', `ministack==${version}`]);
    } catch (error) {
      throw new UsageError(whyNot(error));
    }
  });
  // The scripts in `bin` carry the draft's path; the interpreter works wherever it is.
  return join(folder, 'bin', 'python3');
}

/** State is read from the folder, and written to it when it is stopped: a SIGKILL loses what came since the start. */
export async function startMinistack(folder: string, region: string, tell: (line: string) => void): Promise<Ministack> {
  const python = await fetchMinistack(tell);
  const port = await freePort();
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'ministack.log');
  const log = openSync(logFile, 'w');
  const place = { GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1', MINISTACK_REGION: region };
  // Its levels have other names than ours.
  const env = programEnvironment({ ...place, LOG_LEVEL: 'INFO', PERSIST_STATE: '1', STATE_DIR: join(folder, 'state') });
  const child = spawnTied([python, '-m', 'ministack'], log, { cwd: folder, env });
  closeSync(log);
  const ended = once(child, 'exit').catch(() => undefined);
  const address = `http://127.0.0.1:${port}`;
  const stop = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopPatienceMs);
    await ended;
    clearTimeout(timer);
  };
  try {
    await untilReady(address, () => child.exitCode !== null || child.signalCode !== null, logFile);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, stop };
}

async function untilReady(address: string, isGone: () => boolean, logFile: string): Promise<void> {
  const lastWords = () => readFileSync(logFile, 'utf8').trim().split('\n').at(-1) || 'it said nothing';
  for (const deadline = performance.now() + readyPatienceMs; ; await delay(50)) {
    if (isGone()) throw new Error(`MiniStack ended before it was ready: ${lastWords()} (${logFile})`);
    if (await answers(address)) return;
    if (performance.now() > deadline)
      throw new Error(`MiniStack is not ready after ${readyPatienceMs / 1000} s: ${lastWords()} (${logFile})`);
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/_ministack/health`)).ok;
  } catch {
    return false;
  }
}

function whyNot(error: unknown): string {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const why = isMissing ? 'there is no python3' : `pip says: ${lastLine(error)}`;
  const install = 'install Python with venv (Debian: apt-get install python3-venv; macOS: brew install python)';
  return `MiniStack, the emulator of AWS that functions need here, can't be fetched (${why}): ${install}, or name an emulator with --aws.`;
}

function lastLine(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
  return said.trim().split('\n').at(-1) ?? '';
}
