/** One poller: fills batches from its share of the partitions, and has several of them in flight. */
import type { Batch } from './batch.ts';
import { pauseMs, sleep } from './pause.ts';
import { fillBatches, openReading, type PollerContext, type Reading } from './reading.ts';
import { settle } from './settle.ts';
import { wakeable } from './wakeable.ts';

/** "Up to 5 concurrent invocations" a poller: https://docs.aws.amazon.com/lambda/latest/dg/kafka-scaling-modes.html */
const BATCHES_IN_FLIGHT = 5;

export interface Poller {
  wake(): void;
  /** After the stop was signalled: resolves when the batches in flight have ended. */
  ended(): Promise<void>;
}

export function startPoller(context: PollerContext): Poller {
  const reading = openReading(context);
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  const looking = wakeable(async () => {
    clearTimeout(timer);
    if (running.size >= BATCHES_IN_FLIGHT) return;
    await untilAnswered(() => fillBatches(reading), context);
    if (context.stopping.aborted) return;
    for (const batch of takeDue(reading, BATCHES_IN_FLIGHT - running.size)) start(batch);
    timer = wakeAtWindowEnd(reading, looking.wake);
  });

  function start(batch: Batch): void {
    const partitions = [...batch.readings.keys()];
    for (const partition of partitions) reading.busy.add(partition);
    const run = settle(batch, context).then((progress) => {
      for (const { partition, offset } of progress.positions()) context.positions.set(partition, offset);
      for (const partition of partitions) reading.busy.delete(partition);
      running.delete(run);
      looking.wake();
    });
    running.add(run);
    // Other partitions may have records that found no room in this batch.
    looking.wake();
  }

  looking.wake();
  return {
    wake: looking.wake,
    async ended() {
      await looking.idle();
      clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

/** Asks until the broker answers, or it is time to stop. */
export async function untilAnswered(
  ask: () => Promise<void>,
  { settings, surroundings, stopping, tell }: Pick<PollerContext, 'settings' | 'surroundings' | 'stopping' | 'tell'>,
): Promise<void> {
  for (let attempts = 1; !stopping.aborted; attempts += 1) {
    try {
      await ask();
      return;
    } catch (error) {
      const { function: name, topic, group } = settings;
      surroundings.log.warn('poll.failed', { function: name, topic, group, attempts, error: String(error) });
      tell(`PROBLEM: Connection error. ${error instanceof Error ? error.message : String(error)}`);
    }
    await sleep(pauseMs(attempts), stopping);
  }
}

/** Batches that are full, or whose window is over; one with nothing for the function at once: its offsets are committed. */
function takeDue({ open, settings }: Reading, free: number): Batch[] {
  const due = [...open]
    .filter(([, batch]) => batch.isFull || endOfWindow(batch, settings) <= performance.now())
    .slice(0, free);
  for (const [key] of due) open.delete(key);
  return due.map(([, batch]) => batch);
}

function wakeAtWindowEnd({ open, settings }: Reading, wake: () => void): NodeJS.Timeout | undefined {
  const ends = [...open.values()].map((batch) => endOfWindow(batch, settings));
  return ends.length === 0 ? undefined : setTimeout(wake, Math.min(...ends) - performance.now());
}

/** "The batching window starts when the first record arrives": https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html */
function endOfWindow({ openedAtMs }: { openedAtMs: number | null }, { windowMs }: { windowMs: number }): number {
  return openedAtMs === null ? 0 : openedAtMs + windowMs;
}
