/** The execution environments of one function: as many as are needed at once, used again before new ones are started. */
import type { Call, ExecutionEnvironment } from './executionEnvironment.ts';
import { named } from './runtimeError.ts';

export interface Pool {
  /** Throws what the function throws, and TooManyRequestsException above the limit, as Lambda does. */
  invoke(call: Call): Promise<string>;
  close(): Promise<void>;
}

interface PoolOptions {
  /** How many at once: what reserved concurrency is on Lambda. */
  limit: number;
  /** One that was not needed for so long is ended. */
  idleMs: number;
}

export function createPool(start: () => Promise<ExecutionEnvironment>, { limit, idleMs }: PoolOptions): Pool {
  const all = new Set<ExecutionEnvironment>();
  const idle = createIdle(idleMs, (old) => {
    all.delete(old);
    void old.end();
  });
  let busy = 0;

  async function open(): Promise<ExecutionEnvironment> {
    const environment = idle.take() ?? (await start());
    all.add(environment);
    return environment;
  }

  async function invokeIn(environment: ExecutionEnvironment, call: Call): Promise<string> {
    try {
      return await environment.invoke(call);
    } finally {
      if (environment.isGone()) all.delete(environment);
      else idle.put(environment);
    }
  }

  return {
    async invoke(call) {
      if (busy >= limit) throw named('TooManyRequestsException', `Rate Exceeded: ${limit} environments are busy`);
      busy += 1;
      try {
        return await invokeIn(await open(), call);
      } finally {
        busy -= 1;
      }
    },
    async close() {
      idle.clear();
      await Promise.all([...all].map((environment) => environment.end()));
    },
  };
}

/** The one used last is taken first, so that those not needed grow old. */
function createIdle(idleMs: number, onOld: (environment: ExecutionEnvironment) => void) {
  const timers = new Map<ExecutionEnvironment, NodeJS.Timeout>();
  const remove = (environment: ExecutionEnvironment) => {
    clearTimeout(timers.get(environment));
    timers.delete(environment);
  };
  return {
    put(environment: ExecutionEnvironment): void {
      const timer = setTimeout(() => {
        remove(environment);
        onOld(environment);
      }, idleMs);
      timers.set(environment, timer.unref());
    },
    take(): ExecutionEnvironment | undefined {
      for (const environment of [...timers.keys()].reverse()) {
        remove(environment);
        if (!environment.isGone()) return environment;
        onOld(environment);
      }
      return undefined;
    },
    clear(): void {
      for (const environment of timers.keys()) remove(environment);
    },
  };
}
