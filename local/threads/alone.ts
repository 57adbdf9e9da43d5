/** Threads for one function each, and one invocation at a time in each: execution environments, as on Lambda. */
import { MEMORY_MB } from '../lambdaContext.ts';
import type { ExecutionEnvironment } from '../runtime/executionEnvironment.ts';
import { createPool, type Pool } from '../runtime/pool.ts';
import type { Incidents } from './incidents.ts';
import type { Call } from './messages.ts';
import { startThread, type Thread } from './thread.ts';

/** More at once would be too much for a laptop. */
const MOST_AT_ONCE = 20;
const IDLE_MS = 5 * 60_000;

interface AloneOptions {
  incidents: Incidents;
  print(stream: 'stdout' | 'stderr', text: string): void;
}

export interface Loners {
  invoke(call: Call): Promise<string>;
  hurry(): void;
  close(): Promise<void>;
}

export function openLoners(options: AloneOptions): Loners {
  const pools = new Map<string, Pool>();
  const threads = new Set<Thread>();
  const ending = new AbortController();

  function poolOf(call: Call): Pool {
    const start = async () => {
      for (const one of threads) if (one.isGone()) threads.delete(one);
      const thread = startAlone(call, ending.signal, options);
      threads.add(thread);
      return environmentOf(thread, call);
    };
    const pool = pools.get(call.name) ?? createPool(start, { limit: MOST_AT_ONCE, idleMs: IDLE_MS });
    pools.set(call.name, pool);
    return pool;
  }

  return {
    invoke: (call) => poolOf(call).invoke(call),
    hurry() {
      ending.abort();
      for (const thread of threads) if (thread.isBlocked()) void thread.end('was ended with the stack');
    },
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.close()))),
  };
}

function startAlone({ name }: Call, ending: AbortSignal, { incidents, print }: AloneOptions): Thread {
  const thread = startThread(MEMORY_MB, {
    onBlocked() {
      if (ending.aborted) void thread.end('was ended with the stack');
    },
    onTimeout(call) {
      incidents.timedOut(call);
      void thread.end(`timed out after ${call.timeoutSeconds} s`);
    },
    onStray(_, error) {
      incidents.stray(name, error);
      thread.fail(name, error);
      void thread.end('left a rejection or an exception to nobody');
    },
    onGone(how, _, broken, wasAsked) {
      if (!wasAsked) incidents.ended(name, how, broken);
    },
    onBroken: () => undefined,
    print,
  });
  return thread;
}

function environmentOf(thread: Thread, call: Call): ExecutionEnvironment {
  return {
    pid: thread.id,
    invoke: (given) => thread.invoke({ ...call, clientContext: undefined, ...given }),
    isGone: thread.isGone,
    end: () => thread.end('was not needed any more'),
  };
}
