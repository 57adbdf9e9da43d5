/** Kafka's Java processes: started so that they outlive a Ctrl-C in the terminal, but not the process that needs them. */
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnTied } from '../../tied.ts';

/** At its usual level the log would not tell that the broker is ready. */
export const jvm = ['-Dlog4j2.level=INFO', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

export interface JavaProcess {
  pid: number;
  /** Resolves when it is gone: `0`, `SIGKILL`, … */
  ended: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Whatever it prints goes to the file, from its beginning. */
export function startJava(args: readonly string[], cwd: string, logFile: string): JavaProcess {
  const log = openSync(logFile, 'w');
  const child = spawnTied(['java', ...args], log, { cwd });
  closeSync(log);
  const ended = once(child, 'exit').then(
    ([code, signal]) => String(signal ?? code),
    (error: unknown) => String(error),
  );
  return { pid: child.pid ?? 0, ended, kill: (signal) => void child.kill(signal) };
}

/** Matches the last line that Kafka logs when it starts. */
export const readyLine = /Kafka Server started/;

const lookEveryMs = 20;
const patienceMs = 60_000;

/** Resolves when the log says `ready`. An Error tells the end of the log when the process ends before, or takes too long. */
export async function untilReady({ ended }: JavaProcess, logFile: string, ready: RegExp): Promise<void> {
  let end: string | undefined;
  void ended.then((how) => {
    end = how;
  });
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const log = existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
    if (ready.test(log)) return;
    if (end !== undefined) throw new Error(`Kafka ended (${end}) before it was ready: ${lastWords(log)} (${logFile})`);
    if (performance.now() > deadline)
      throw new Error(`Kafka is not ready after ${patienceMs / 1000} s: ${lastWords(log)} (${logFile})`);
    await delay(lookEveryMs);
  }
}

/** The first error if there is one: those after it tend to follow from it. */
function lastWords(log: string): string {
  const lines = log.split('\n').filter((line) => line !== '');
  return lines.find((line) => /\b(ERROR|FATAL)\b|^Exception|Caused by/.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}
