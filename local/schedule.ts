/** Work that is done again and again, each kind by itself and never twice at once. */
import type { Clock } from '../lib/clock/clock.ts';
import type { Schedule } from '../lib/declare/schedule.ts';
import { toFault } from '../lib/errors/fault.ts';
import type { Log } from '../lib/observability/log.ts';
import { nextTime } from './cronTimes.ts';

export interface Task {
  name: string;
  schedule: Schedule;
  run(): Promise<unknown>;
  /** Whether it runs again soon, and not only in its turn, after a run that answered this. */
  isAgain?(answer: unknown): boolean;
}

export interface RunningSchedule {
  /** Runs a task between its turns, if it doesn't run already. */
  wake(name: string): void;
  /** Starts a task no more. */
  leave(name: string): void;
  /** Starts nothing more, and waits for what runs. */
  stop(): Promise<void>;
}

/** The clock is looked at this often: it may be set, and the machine may sleep. */
const LOOK_MS = 60_000;
const AGAIN_MS = 500;

/**
 * Tasks of every so many minutes run at the start, too; those of a cron expression at its times only, by the given clock.
 * A task that fails is logged and comes again in its turn; one that still runs when its turn comes is left alone.
 */
export function startSchedule(
  tasks: readonly Task[],
  { log, now }: { log: Pick<Log, 'warn'>; now: Clock },
): RunningSchedule {
  const running = new Map<string, Promise<void>>();
  const left = new Set<string>();
  const soon = new Set<NodeJS.Timeout>();
  let isStopped = false;
  const startSoon = (task: Task) => {
    if (isStopped) return;
    const timer = setTimeout(() => {
      soon.delete(timer);
      start(task);
    }, AGAIN_MS);
    soon.add(timer);
  };
  const start = (task: Task) => {
    if (running.has(task.name) || left.has(task.name)) return;
    const run = task
      .run()
      .then((answer) => task.isAgain?.(answer) && startSoon(task))
      .catch((error: unknown) => log.warn('task.failed', { task: task.name, error: toFault(error).message }))
      .then(() => void running.delete(task.name));
    running.set(task.name, run);
  };
  const ends = tasks.map((task) => follow(task, now, () => start(task)));
  return {
    wake: (name) => {
      for (const task of tasks) if (task.name === name) start(task);
    },
    leave: (name) => void left.add(name),
    async stop() {
      isStopped = true;
      for (const end of ends) end();
      for (const timer of soon) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}

/** Answers how to end it. */
function follow({ schedule }: Task, now: Clock, start: () => void): () => void {
  if (schedule.kind === 'by-hand') return () => undefined;
  if (schedule.kind === 'every') {
    start();
    const timer = setInterval(start, schedule.minutes * 60_000);
    return () => clearInterval(timer);
  }
  let timer: NodeJS.Timeout | undefined;
  const waitFor = (dueMs: number | undefined) => {
    if (dueMs === undefined) return;
    const look = () => {
      const isDue = now() >= dueMs;
      if (isDue) start();
      waitFor(isDue ? nextTime(schedule.fields, now()) : dueMs);
    };
    timer = setTimeout(look, Math.min(Math.max(0, dueMs - now()), LOOK_MS));
  };
  waitFor(nextTime(schedule.fields, now()));
  return () => clearTimeout(timer);
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
