/** Other processes that write to the same store, for tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface WritingProcess {
  child: ChildProcess;
  /** Sort keys of the halves; filled as acknowledgements come. */
  acknowledged: string[];
  /** Resolves to the exit code, null after a signal. */
  ended: Promise<number | null>;
}

export function startWriting(file: string, name: string, count: number): WritingProcess {
  const program = new URL('./writer/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, file, name, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(line));
  // 'close', not 'exit': only then is all of its output read.
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, acknowledged, ended };
}
