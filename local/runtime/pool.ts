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
  /** The one used last comes first, so that those not needed grow old. */
  const idle = new Map<ExecutionEnvironment, NodeJS.Timeout>();
  let busy = 0;

  function takeIdle(): ExecutionEnvironment | undefined {
    for (const [environment, timer] of [...idle].reverse()) {
      clearTimeout(timer);
      idle.delete(environment);
      if (!environment.isGone()) return environment;
      all.delete(environment);
    }
    return undefined;
  }

  async function startOne(): Promise<ExecutionEnvironment> {
    const environment = await start();
    all.add(environment);
    return environment;
  }

  function putBack(environment: ExecutionEnvironment): void {
    if (environment.isGone()) {
      all.delete(environment);
      return;
    }
    const tooOld = setTimeout(() => {
      idle.delete(environment);
      all.delete(environment);
      void environment.end();
    }, idleMs);
    idle.set(environment, tooOld.unref());
  }

  return {
    async invoke(call) {
      if (busy >= limit) throw named('TooManyRequestsException', `Rate Exceeded: ${limit} environments are busy`);
      busy += 1;
      try {
        const environment = takeIdle() ?? (await startOne());
        try {
          return await environment.invoke(call);
        } finally {
          putBack(environment);
        }
      } finally {
        busy -= 1;
      }
    },
    async close() {
      for (const timer of idle.values()) clearTimeout(timer);
      idle.clear();
      await Promise.all([...all].map((environment) => environment.end()));
    },
  };
}
