/** The process of an execution environment: Node with AWS's runtime client, and the bundle that it loads. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { spawnTied } from '../tied.ts';

export interface RuntimeProcess {
  pid: number;
  /** Resolves when it is gone: `exit status 1`, `signal: killed`, … as Lambda words it. */
  ended: Promise<string>;
  freeze(): void;
  thaw(): void;
  kill(): void;
}

export interface RuntimeProcessOptions {
  /** The file of AWS's runtime client. */
  client: string;
  /** Holds `index.mjs`, which exports `handler`. */
  folder: string;
  memoryMb: number;
  /** `host:port` */
  runtimeApi: string;
  /** All of it: nothing of this process's own. */
  environment: Readonly<Record<string, string>>;
  /** Gets each line that it prints, on either channel. */
  print(line: string): void;
}

const nativeClient = new URL('nativeClient.mjs', import.meta.url).href;

/** The heap may take nine tenths of the function's memory; buffers and code need the rest. */
const HEAP_SHARE = 0.9;

export function startRuntimeProcess(options: RuntimeProcessOptions): RuntimeProcess {
  const { client, folder, memoryMb, runtimeApi, environment, print } = options;
  const flags = ['--disable-warning=TimeoutNegativeWarning', '--import', nativeClient];
  const heap = `--max-old-space-size=${Math.floor(memoryMb * HEAP_SHARE)}`;
  const place = { _HANDLER: 'index.handler', LAMBDA_TASK_ROOT: folder, AWS_LAMBDA_RUNTIME_API: runtimeApi };
  const env = { ...environment, ...place, PATH: '/usr/local/bin:/usr/bin:/bin' };
  const child = spawnTied([process.execPath, heap, ...flags, client, runtimeApi], 'pipe', { cwd: folder, env });
  for (const stream of [child.stdout, child.stderr]) if (stream) createInterface(stream).on('line', print);
  const ended = once(child, 'exit').then(
    ([code, signal]) => (signal === null ? `exit status ${code}` : `signal: ${signals[signal as string] ?? signal}`),
    (error: unknown) => String(error),
  );
  return {
    pid: child.pid ?? 0,
    ended,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill: () => void child.kill('SIGKILL'),
  };
}

/** The names of signals in Lambda's messages; Lambda is written in Go. */
const signals: Record<string, string> = { SIGKILL: 'killed', SIGABRT: 'aborted', SIGSEGV: 'segmentation fault' };
