/** Checks the types in the background, and tells the result in one line. */
import { spawnTied } from '../tied.ts';

export interface TypeCheck {
  /** Begins anew: what was found in older sources is of no interest. */
  start(): void;
  stop(): void;
}

/** `root` holds tsconfig.json, and TypeScript in its node_modules. */
export function typeCheckOf(root: string, tell: (line: string) => void): TypeCheck {
  let running: AbortController | undefined;
  const stop = () => running?.abort();
  return {
    start() {
      stop();
      running = new AbortController();
      void check(root, running.signal, tell);
    },
    stop,
  };
}

async function check(root: string, signal: AbortSignal, tell: (line: string) => void): Promise<void> {
  const cache = 'node_modules/.cache/types.tsbuildinfo';
  const args = ['--project', root, '--pretty', 'false', '--incremental', '--tsBuildInfoFile', cache] as const;
  const child = spawnTied([`${root}/node_modules/.bin/tsc`, ...args], 'pipe', { cwd: root });
  signal.addEventListener('abort', () => child.kill('SIGKILL'));
  let output = '';
  for await (const chunk of child.stdout ?? []) output += String(chunk);
  if (signal.aborted) return;
  const errors = output.split('\n').filter((line) => line.includes('error TS'));
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more: npx tsc shows them)` : '';
  tell(first === undefined ? 'types: no errors' : `types: ${first}${more}`);
}
