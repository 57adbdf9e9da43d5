/** The program of a thread: runs invocations, and tells the stack whatever else a function does to its process. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { machineClock } from '../../lib/clock/clock.ts';
import { toFault } from '../../lib/errors/fault.ts';
import { relayWanted } from '../../lib/observability/signals.ts';
import { loadHandler } from '../functions.ts';
import { createContext, type Handler } from '../lambdaContext.ts';
import { begin, type FromThread, type PostedCall, type ThreadData, type Thrown, type ToThread } from './messages.ts';

if (!parentPort) throw new Error('this program runs in a thread of the local stack only');
const port = parentPort;
const given = workerData as ThreadData;
/** The function whose code runs, also in whatever the function left behind. */
const running = new AsyncLocalStorage<string>();

function tell(message: FromThread): void {
  port.postMessage(message);
}

/** A stream of a thread writes when the thread is idle: what an endless loop printed before would never be seen. */
function printAtOnce(stream: 'stdout' | 'stderr'): void {
  const write = (text: string | Uint8Array, ...rest: unknown[]) => {
    tell({ kind: 'printed', stream, text: typeof text === 'string' ? text : Buffer.from(text).toString() });
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    return true;
  };
  Object.assign(process[stream], { write });
}

async function run({ id, name, file, event, requestId, clientContext, endsAtMs, claim }: PostedCall): Promise<void> {
  if (!begin(claim)) return;
  try {
    const answer = await running.run(name, async () => {
      const handler = await imported(name, file);
      const custom = clientContext === undefined ? undefined : JSON.parse(clientContext);
      const context = { ...createContext(name, endsAtMs - machineClock(), requestId), clientContext: custom };
      return await handler(JSON.parse(event), context);
    });
    tell({ kind: 'answered', id, answer: JSON.stringify(answer) ?? 'null' });
  } catch (error) {
    tell({ kind: 'failed', id, error: thrownAs(error) });
  }
}

async function load(name: string, file: string): Promise<void> {
  try {
    await running.run(name, () => imported(name, file));
    flushCompileCache();
  } catch {
    // The stack has heard of it.
  }
}

/** Importing holds the thread, and is no endless loop for it. */
async function imported(name: string, file: string): Promise<Handler> {
  Atomics.add(given.importing, 0, 1);
  try {
    return await loadHandler(file);
  } catch (error) {
    tell({ kind: 'broken', name, error: thrownAs(error) });
    throw error;
  } finally {
    Atomics.sub(given.importing, 0, 1);
  }
}

/** An object of a class doesn't pass from thread to thread as what it is. */
function thrownAs(error: unknown): Thrown {
  const fault = toFault(error);
  const isBug = fault !== error && fault.code === 'PROGRAMMER_ERROR';
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: fault.message, stack: undefined, isBug };
  return { errorType: error.name, errorMessage: error.message, stack: error.stack, isBug };
}

if (given.cache !== undefined) enableCompileCache(given.cache);
printAtOnce('stdout');
printAtOnce('stderr');

for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => tell({ kind: 'stray', name: running.getStore(), error: thrownAs(error) }));
}

const exit = process.exit.bind(process);
Object.assign(process, {
  exit(status: number = Number(process.exitCode ?? 0)) {
    tell({ kind: 'exits', name: running.getStore(), status });
    exit(status);
  },
});

relayWanted.subscribe(() => tell({ kind: 'relay-wanted' }));

port.on('message', (message: ToThread) => {
  if (message.kind === 'ping') tell({ kind: 'pong' });
  else if (message.kind === 'load') void load(message.name, message.file);
  else void run(message.call);
});
tell({ kind: 'up' });
