/** One thread that runs functions: the stack's side of it. What ends or blocks the thread leaves the stack alone. */
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { SHARE_ENV, Worker } from 'node:worker_threads';
import { machineClock } from '../../lib/clock/clock.ts';
import { relayWanted } from '../../lib/observability/signals.ts';
import { named } from '../runtime/runtimeError.ts';
import {
  type Call,
  type FromThread,
  hasBegun,
  sharedNumber,
  type ThreadData,
  type ToThread,
  withdraw,
} from './messages.ts';
import { revived } from './revived.ts';
import { type Watchdog, watchOver } from './watchdog.ts';

/** Thrown to the caller of an invocation that never began. */
export class Withdrawn extends Error {}

export interface ThreadListener {
  /** A function holds the thread: nothing else of it moves. */
  onBlocked(): void;
  /** The call has failed with that error by then, and may go on in the thread. */
  onTimeout(call: Call): void;
  onStray(name: string | undefined, error: Error): void;
  /**
   * `name` is the function that ended it, where that is known; the calls in `broken` fail after this. `wasAsked`: the stack
   * itself ended the thread.
   */
  onGone(how: string, name: string | undefined, broken: readonly Call[], wasAsked: boolean): void;
  onBroken(name: string, error: Error): void;
  print(stream: 'stdout' | 'stderr', text: string): void;
}

export interface Thread {
  id: number;
  /** The answer's JSON. Throws what the function throws, a time-out, how the thread ended, or Withdrawn. */
  invoke(call: Call): Promise<string>;
  load(name: string, file: string): void;
  /** Those that have begun. */
  calls(): Call[];
  /** Those that have not begun are thrown Withdrawn. */
  withdraw(): void;
  /** The calls of one function fail, and whatever they still do is of no effect on the caller. */
  fail(name: string, error: Error): void;
  isBlocked(): boolean;
  isGone(): boolean;
  /** Resolves when it has ended; the calls in it fail with that reason. */
  end(reason: string): Promise<void>;
}

interface Flight extends PromiseWithResolvers<string> {
  call: Call;
  claim: Int32Array<SharedArrayBuffer>;
  timer?: NodeJS.Timeout;
}

interface Reason {
  name?: string | undefined;
  how: string;
}

interface State {
  worker: Worker;
  watchdog: Watchdog;
  listener: ThreadListener;
  flights: Map<number, Flight>;
  up: PromiseWithResolvers<void>;
  exits?: Reason;
  isGone: boolean;
  lastId: number;
}

/** V8 ends the whole process when a thread fills its heap in one go: the watchdog comes before that. */
const SPARE_MB = 4_096;

const entry = new URL('entry.ts', import.meta.url);
/** The client of Kafka computes pauses that are over already. */
const execArgv = ['--disable-warning=TimeoutNegativeWarning'];

export function startThread(memoryMb: number, listener: ThreadListener): Thread {
  const workerData: ThreadData = { cache: compileCache(), importing: sharedNumber() };
  const worker = new Worker(entry, {
    ...{ env: SHARE_ENV, execArgv, workerData },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb + SPARE_MB },
  });
  const full: Reason = { how: `used more than ${memoryMb} MB of memory` };
  const onFull = () => {
    state.exits ??= full;
    void worker.terminate();
  };
  const { importing } = workerData;
  const watchdog = watchOver(worker, { memoryMb, importing, onBlocked: listener.onBlocked, onFull });
  const up = Promise.withResolvers<void>();
  const state: State = { worker, watchdog, listener, flights: new Map(), up, isGone: false, lastId: 0 };
  worker.on('message', (message: FromThread) => hear(message, state));
  worker.on('error', (error: NodeJS.ErrnoException) => {
    state.exits ??= error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? full : { how: error.message };
  });
  worker.on('exit', (status) => leave({ how: `ended with status ${status}` }, false, state));
  return threadOf(state);
}

function threadOf(state: State): Thread {
  const { worker, watchdog, flights } = state;
  return {
    id: worker.threadId,
    invoke: (call) => invoke(call, state),
    load: (name, file) => post({ kind: 'load', name, file }, state),
    calls: () => begun(state),
    withdraw() {
      for (const { claim, reject } of flights.values()) if (withdraw(claim)) reject(new Withdrawn());
    },
    fail(name, error) {
      for (const { call, reject } of flights.values()) if (call.name === name) reject(error);
    },
    isBlocked: watchdog.isBlocked,
    isGone: () => state.isGone,
    async end(how) {
      leave({ how }, true, state);
      await worker.terminate();
    },
  };
}

async function invoke(call: Call, state: State): Promise<string> {
  const { flights, listener, up, watchdog } = state;
  const id = ++state.lastId;
  const flight: Flight = { call, claim: sharedNumber(), ...Promise.withResolvers<string>() };
  flights.set(id, flight);
  try {
    await Promise.race([up.promise, flight.promise]);
    const limitMs = call.timeoutSeconds * 1_000;
    post({ kind: 'call', call: { ...call, id, endsAtMs: machineClock() + limitMs, claim: flight.claim } }, state);
    watchdog.watch(true);
    flight.timer = setTimeout(() => {
      flight.reject(new Error(`${call.name} timed out after ${call.timeoutSeconds} s`));
      listener.onTimeout(call);
    }, limitMs);
    return await flight.promise;
  } finally {
    clearTimeout(flight.timer);
    flights.delete(id);
    if (flights.size === 0) watchdog.watch(false);
  }
}

function hear(message: FromThread, state: State): void {
  const { listener, flights } = state;
  if (message.kind === 'up') state.up.resolve();
  else if (message.kind === 'pong') state.watchdog.pong();
  else if (message.kind === 'relay-wanted') relayWanted.publish({});
  else if (message.kind === 'answered') flights.get(message.id)?.resolve(message.answer);
  else if (message.kind === 'failed') flights.get(message.id)?.reject(revived(message.error));
  else if (message.kind === 'printed') listener.print(message.stream, message.text);
  else if (message.kind === 'stray') listener.onStray(message.name, revived(message.error));
  else if (message.kind === 'broken') listener.onBroken(message.name, revived(message.error));
  else if (message.kind === 'exits') {
    state.exits ??= { name: message.name, how: `called process.exit(${message.status})` };
  } else message satisfies never;
}

/** Once; the first reason counts. */
function leave(reason: Reason, wasAsked: boolean, state: State): void {
  if (state.isGone) return;
  state.isGone = true;
  state.watchdog.stop();
  const { name, how } = state.exits ?? reason;
  const broken = begun(state);
  state.listener.onGone(how, name, broken, wasAsked);
  for (const { call, claim, reject } of state.flights.values()) {
    const isBroken = hasBegun(claim);
    reject(isBroken ? named('Runtime.ExitError', `${call.name}: ${tellEnd(name, how, call)}`) : new Withdrawn());
  }
}

function tellEnd(name: string | undefined, how: string, call: Call): string {
  return name === undefined || name === call.name ? how : `shared a thread with ${name}, which ${how}`;
}

/** Node keeps a folder for each version of itself in it. */
function compileCache(): string | undefined {
  const folder = getCompileCacheDir();
  return folder && dirname(folder);
}

function begun({ flights }: State): Call[] {
  return [...flights.values()].filter(({ claim }) => hasBegun(claim)).map(({ call }) => call);
}

function post(message: ToThread, { worker }: State): void {
  worker.postMessage(message);
}
