/**
 * Watches a thread for two faults that it can't tell itself: a function holds it, by an endless loop for instance, so that
 * it answers no ping and uses the processor; or a function uses up the memory, which would end the whole process.
 */
import type { Worker } from 'node:worker_threads';
import type { ToThread } from './messages.ts';

const LOOK_EVERY_MS = 250;
/** Processor time: a thread that waits for others' work on a busy machine is not taken for one that loops. */
const BLOCKED_AFTER_CPU_MS = 1_000;

/** Lambda gives the start of a function 10 s. */
const IMPORTING_LIMIT_CPU_MS = 10_000;

export interface Watchdog {
  /** Looks while there is something to watch. */
  watch(isBusy: boolean): void;
  pong(): void;
  isBlocked(): boolean;
  stop(): void;
}

interface Limits {
  memoryMb: number;
  /** How many imports are under way in the thread. */
  importing: Int32Array;
  /** Once a block; a thread that answers after all is no longer blocked. */
  onBlocked(): void;
  onFull(): void;
}

export function watchOver(worker: Worker, { memoryMb, importing, onBlocked, onFull }: Limits): Watchdog {
  let timer: NodeJS.Timeout | undefined;
  let asked: NodeJS.CpuUsage | undefined;
  let importingCpuMs = 0;
  let isBlocked = false;

  async function look(): Promise<void> {
    const { used_heap_size: heap, external_memory: outside } = await worker.getHeapStatistics();
    if (heap + outside > memoryMb * 1_048_576) {
      stop();
      onFull();
      return;
    }
    if (asked === undefined) {
      asked = await worker.cpuUsage();
      worker.postMessage({ kind: 'ping' } satisfies ToThread);
      return;
    }
    const cpuMs = millisecondsOf(await worker.cpuUsage(asked));
    if (Atomics.load(importing, 0) > 0) importingCpuMs = cpuMs;
    const limitMs = importingCpuMs === cpuMs ? IMPORTING_LIMIT_CPU_MS : importingCpuMs + BLOCKED_AFTER_CPU_MS;
    if (isBlocked || asked === undefined || cpuMs < limitMs) return;
    isBlocked = true;
    onBlocked();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    watch(isBusy) {
      if (!isBusy) stop();
      // The thread may end between two looks.
      else timer ??= setInterval(() => void look().catch(stop), LOOK_EVERY_MS).unref();
    },
    pong() {
      asked = undefined;
      importingCpuMs = 0;
      isBlocked = false;
    },
    isBlocked: () => isBlocked,
    stop,
  };
}

function millisecondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}
