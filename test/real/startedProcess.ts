/** A server as a child process: started, waited for until it says that it is ready, and ended with the test run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface RealPart {
  /** `host:port`, or a URL where it speaks HTTP. */
  address: string;
  stop: () => Promise<void>;
}

interface Program {
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** In what it prints, on either channel. */
  ready: RegExp;
  /** How long it may take; default half a minute. */
  patienceMs?: number;
}

/** Answers how to end it. Fails with what it printed when it ends by itself, or is not ready in time. */
export async function startProcess(program: Program): Promise<() => Promise<void>> {
  const { command, args, env, cwd, ready, patienceMs = 30_000 } = program;
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'exit').catch(() => undefined);
  const stop = async () => {
    kill();
    await ended;
    process.off('exit', kill);
  };
  let printed = '';
  const isReady = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      // One chunk may hold more than is kept, and the line in its middle.
      const all = printed + chunk;
      if (ready.test(all)) resolve();
      printed = all.slice(-10_000);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`${command} ended with ${signal ?? code}\n${printed}`)));
    setTimeout(
      () => reject(new Error(`${command} is not ready after ${patienceMs} ms\n${printed}`)),
      patienceMs,
    ).unref();
  });
  try {
    await isReady;
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
