/** Other processes that append to the same log, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type Place = [partition: number, offset: number, value: string];

export interface AppendingProcess {
  child: ChildProcess;
  /** Filled as acknowledgements come. */
  acknowledged: Place[];
  /** Resolves to the exit code, null after a signal. */
  ended: Promise<number | null>;
}

/** Ten records a call. */
export function startAppending(file: string, topic: string, calls: number): AppendingProcess {
  const program = new URL('./appender/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, file, topic, String(calls)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: Place[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(...(JSON.parse(line) as Place[])));
  // 'close', not 'exit': only then is all of its output read.
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, acknowledged, ended };
}
