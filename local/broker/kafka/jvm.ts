/** Kafka's Java processes: started so that they outlive a Ctrl-C in the terminal, but not the process that needs them. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** At its usual level the log would not tell that the broker is ready. */
export const jvm = ['-Dlog4j2.level=INFO', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/**
 * The shell becomes Java; the watcher it leaves beside it kills Java as soon as the pipe from this process ends, however
 * this process ended. A session of its own keeps the terminal's Ctrl-C away: functions drain to a living broker.
 */
const tied = 'exec 3<&0; (cat <&3 > /dev/null; kill -KILL $$ 2> /dev/null) & exec java "$@" < /dev/null 3<&-';

export interface JavaProcess {
  pid: number;
  /** Resolves when it is gone: `0`, `SIGKILL`, … */
  ended: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Whatever it prints goes to the file, from its beginning. */
export function startJava(args: readonly string[], cwd: string, logFile: string): JavaProcess {
  const log = openSync(logFile, 'w');
  const options: SpawnOptions = { cwd, detached: true, stdio: ['pipe', log, log] };
  const child: ChildProcess = spawn('sh', ['-c', tied, 'kafka', ...args], options);
  closeSync(log);
  const ended = once(child, 'exit').then(
    ([code, signal]) => String(signal ?? code),
    (error: unknown) => String(error),
  );
  // The watcher has nothing more to do; its pipe must not break in this process either.
  child.stdin?.on('error', () => undefined);
  void ended.then(() => child.stdin?.destroy());
  return { pid: child.pid ?? 0, ended, kill: (signal) => void child.kill(signal) };
}

/** What Kafka says last when it starts. */
export const readyLine = /Kafka Server started/;

const lookEveryMs = 20;
const patienceMs = 60_000;

/** Resolves when the log says `ready`. An Error tells the end of the log when the process ends before, or takes too long. */
export async function untilReady({ ended }: JavaProcess, logFile: string, ready: RegExp): Promise<void> {
  let end: string | undefined;
  void ended.then((how) => {
    end = how;
  });
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const log = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
    if (ready.test(log)) return;
    if (end !== undefined) throw new Error(`Kafka ended (${end}) before it was ready: ${lastWords(log)} (${logFile})`);
    if (Date.now() > deadline)
      throw new Error(`Kafka is not ready after ${patienceMs / 1000} s: ${lastWords(log)} (${logFile})`);
    await delay(lookEveryMs);
  }
}

/** The first error if there is one: those after it tend to follow from it. */
function lastWords(log: string): string {
  const lines = log.split('\n').filter((line) => line !== '');
  return lines.find((line) => /\b(ERROR|FATAL)\b|^Exception|Caused by/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}
