/** Work that is done at the start and then again and again, each kind by itself and never twice at once. */
import { toFault } from '../lib/errors/fault.ts';
import type { Log } from '../lib/observability/log.ts';

export interface Task {
  name: string;
  everyMinutes: number;
  run(): Promise<unknown>;
}

export interface Schedule {
  /** Runs a task between its turns, if it doesn't run already. */
  wake(name: string): void;
  /** Starts nothing more, and waits for what runs. */
  stop(): Promise<void>;
}

/** A task that fails is logged and comes again in its turn; one that still runs when its turn comes is left alone. */
export function startSchedule(tasks: readonly Task[], log: Log): Schedule {
  const running = new Map<string, Promise<void>>();
  const start = (task: Task) => {
    if (running.has(task.name)) return;
    const run = task
      .run()
      .catch((error: unknown) => log.warn('task.failed', { task: task.name, error: toFault(error).message }))
      .then(() => void running.delete(task.name));
    running.set(task.name, run);
  };
  for (const task of tasks) start(task);
  const timers = tasks.map((task) => setInterval(start, task.everyMinutes * 60_000, task));
  return {
    wake: (name) => {
      for (const task of tasks) if (task.name === name) start(task);
    },
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}

/** The event that a scheduled Lambda gets (EventBridge guide, "Scheduled events"). */
export function scheduledEvent(id: string, time: Date) {
  return {
    version: '0',
    id,
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: time.toISOString(),
    region: 'us-east-1',
    resources: [],
    detail: {},
  };
}
