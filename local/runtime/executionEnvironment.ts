/**
 * One execution environment, as Lambda has them: it starts once, takes one invocation at a time, is frozen in between,
 * and is gone after a time-out or a crash. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import { machineClock } from '../../lib/clock/clock.ts';
import type { Log } from '../../lib/observability/log.ts';
import { createInFlight, type InFlight } from './inFlight.ts';
import { type RuntimeApi, type RuntimeListener, startRuntimeApi } from './runtimeApi.ts';
import { named, thrownBy } from './runtimeError.ts';
import { type RuntimeProcess, type RuntimeProcessOptions, startRuntimeProcess } from './runtimeProcess.ts';

export interface EnvironmentOptions extends Omit<RuntimeProcessOptions, 'runtimeApi'> {
  functionName: string;
  functionArn: string;
  timeoutSeconds: number;
  /** Default 10 s, as Lambda has it. */
  initLimitMs?: number;
  log: Log;
}

/** A caller's invocation; event and client context are JSON. */
export interface Call {
  requestId: string;
  event: string;
  clientContext?: string | undefined;
}

export interface ExecutionEnvironment {
  pid: number;
  /**
   * The answer's JSON. Throws what the function throws, and an Error when it takes too long, ends, or could not start;
   * the environment is gone then.
   */
  invoke(call: Call): Promise<string>;
  isGone(): boolean;
  end(): Promise<void>;
}

const INIT_LIMIT_MS = 10_000;
const TOO_LARGE = 'Response payload size exceeded maximum allowed payload size (6291556 bytes).';

interface State {
  options: EnvironmentOptions;
  process?: RuntimeProcess;
  initialised: PromiseWithResolvers<void>;
  inFlight?: InFlight | undefined;
  isGone: boolean;
}

export async function startEnvironment(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
  const state: State = { options, initialised: Promise.withResolvers<void>(), isGone: false };
  const api = await startRuntimeApi(listenerOf(state));
  const process = startRuntimeProcess({ ...options, runtimeApi: api.address });
  state.process = process;
  void watchInit(state);
  const ended = process.ended.then(async (how) => {
    state.isGone = true;
    state.initialised.reject(named('Runtime.ExitError', `Runtime exited with error: ${how}`));
    state.inFlight?.crash(how);
    await api.close();
  });
  return {
    pid: process.pid,
    invoke: (call) => invoke(call, state, api),
    isGone: () => state.isGone,
    async end() {
      kill(state);
      await ended;
    },
  };
}

function listenerOf(state: State): RuntimeListener {
  return {
    onReady() {
      state.process?.freeze();
      state.initialised.resolve();
      state.inFlight?.finish();
    },
    onResponse(body) {
      if (body === null) state.inFlight?.fail(named('Function.ResponseSizeTooLarge', TOO_LARGE));
      else state.inFlight?.answer(body);
    },
    onError: (error) => state.inFlight?.fail(thrownBy(error)),
    onInitError(error) {
      state.initialised.reject(thrownBy(error));
      kill(state);
    },
  };
}

/** Whoever invokes hears of a failed start too; the sentence in the log is for people. */
async function watchInit(state: State): Promise<void> {
  const { initialised, options } = state;
  const { functionName, initLimitMs = INIT_LIMIT_MS, log } = options;
  const startedMs = performance.now();
  const timer = setTimeout(() => {
    initialised.reject(timedOut(initLimitMs / 1000));
    kill(state);
  }, initLimitMs);
  try {
    await initialised.promise;
    log.debug('environment.started', { function: functionName, ms: Math.round(performance.now() - startedMs) });
  } catch (error) {
    const { name, message } = error as Error;
    log.error('environment.not-started', { function: functionName, error: `${name}: ${message}` });
  } finally {
    clearTimeout(timer);
  }
}

async function invoke(call: Call, state: State, api: RuntimeApi): Promise<string> {
  await state.initialised.promise;
  const { timeoutSeconds, functionArn } = state.options;
  const inFlight = createInFlight(call.requestId);
  state.inFlight = inFlight;
  const timer = setTimeout(() => {
    inFlight.fail(timedOut(timeoutSeconds));
    inFlight.finish();
    kill(state);
  }, timeoutSeconds * 1000);
  try {
    state.process?.thaw();
    api.deliver({ ...call, functionArn, deadlineMs: machineClock() + timeoutSeconds * 1000 });
    return await inFlight.outcome;
  } finally {
    clearTimeout(timer);
    state.inFlight = undefined;
  }
}

function kill(state: State): void {
  state.isGone = true;
  state.process?.kill();
}

/** The error of a time-out, in the words of the invocation in this process. */
function timedOut(seconds: number): Error {
  return new Error(`Task timed out after ${seconds.toFixed(2)} seconds`);
}
