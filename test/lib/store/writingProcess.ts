/** Other processes that write to the same store, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface WritingProcess {
  child: ChildProcess;
  /** How many transactions it says are done. */
  done: () => number;
  /** Resolves to the exit code, null after a signal. */
  ended: Promise<number | null>;
}

export function startWriting(file: string, name: string, transactions: number): WritingProcess {
  const program = new URL('./writer/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, file, name, String(transactions)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let done = 0;
  createInterface({ input: child.stdout }).on('line', () => {
    done += 1;
  });
  // 'close', not 'exit': only then is all of its output read.
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, done: () => done, ended };
}
