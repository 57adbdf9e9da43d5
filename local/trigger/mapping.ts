/** One event source mapping: a function, one topic, and the consumer group whose offsets tell how far it is. */
import { toFault } from '../../lib/errors/fault.ts';
import { placeOf } from '../../lib/kafka/record.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import { type Batch, nextBatch } from './batch.ts';
import { pauseMs, sleep } from './pause.ts';
import type { MappingSettings, Surroundings } from './settings.ts';
import { wakeable } from './wakeable.ts';

export interface Mapping {
  /** Looks for records of partitions that have no batch in flight. */
  wake(): void;
  /** Resolves when the batches in flight are done; one that waits for another try is left to the next start. */
  stop(): Promise<void>;
}

/**
 * Batches of different partitions run side by side; a partition has one in flight, and stays behind it until it was
 * answered without error (AWS Lambda guide, "Process Amazon MSK messages with Lambda").
 */
export function startMapping(settings: MappingSettings, surroundings: Surroundings): Mapping {
  const stopping = new AbortController();
  const busy = new Set<number>();
  const running = new Set<Promise<void>>();

  const looking = wakeable(async () => {
    const batch = await findBatch(settings, busy, surroundings, stopping.signal);
    if (batch && !stopping.signal.aborted) start(batch);
  });

  function start(batch: Batch): void {
    for (const { partition } of batch.commits) busy.add(partition);
    const run = settle(batch, settings, surroundings, stopping.signal).finally(() => {
      for (const { partition } of batch.commits) busy.delete(partition);
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
    async stop() {
      stopping.abort();
      await looking.idle();
      await Promise.all(running);
    },
  };
}

/** Asks until the broker answers; undefined also when it is time to stop. */
async function findBatch(
  settings: MappingSettings,
  busy: ReadonlySet<number>,
  surroundings: Surroundings,
  stopping: AbortSignal,
): Promise<Batch | undefined> {
  for (let attempts = 1; !stopping.aborted; attempts += 1) {
    try {
      return await nextBatch(settings, busy, surroundings);
    } catch (error) {
      surroundings.log.warn('fetch.failed', { ...settings, attempts, error: toFault(error).message });
    }
    await sleep(pauseMs(attempts), stopping);
  }
  return undefined;
}

/** Retries the whole batch until it succeeds; never throws. A crash before the commit brings it again: at least once. */
async function settle(
  batch: Batch,
  settings: MappingSettings,
  { broker, source, log, invoke }: Surroundings,
  stopping: AbortSignal,
): Promise<void> {
  const event = toMskEvent(batch.records, source);
  for (let attempts = 1; ; attempts += 1) {
    try {
      await invoke(settings.function, event);
      await broker.commit(settings.group, settings.topic, batch.commits);
      return;
    } catch (error) {
      const [first] = batch.records;
      const told = { function: settings.function, first: first && placeOf(first), records: batch.records.length };
      const { code, message } = toFault(error);
      // A batch that waits for something is retried like any other, but it is no failure.
      const tell = code === 'HANDED_BACK' ? log.info : log.warn;
      tell('batch.comes-again', { ...told, attempts, error: message });
    }
    await sleep(pauseMs(attempts), stopping);
    if (stopping.aborted) return;
  }
}
