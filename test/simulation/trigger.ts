/** An MSK event source mapping: batches of a topic's partitions to whatever instance is free, the whole batch again on any error. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { PARTITIONS } from './memoryLog.ts';
import { startWorker, type Worker, type World } from './worker.ts';

const POLL_MS = 250;
const MAX_BATCH = 6;

export interface Mapping {
  /** Everything is committed that was appended. */
  isDone(): boolean;
  /** Partitions are dealt out anew; batches under way go on, and their successors begin where the last commit was. */
  rebalance(): void;
}

interface Poller {
  partitions: readonly number[];
  isStale: boolean;
}

/** `isWritten` says when no more records come. */
export function startMapping(topic: string, isWritten: () => boolean, world: World): Mapping {
  const committed = Array.from({ length: PARTITIONS }, () => 0);
  const isDone = () =>
    isWritten() && committed.every((offset, partition) => offset === world.log.partition(topic, partition).length);
  let pollers: Poller[] = [];
  const free: Worker[] = [];

  const deliver = async (batch: readonly KafkaRecord[]) => {
    const worker = free.shift() ?? startWorker(world);
    const isSuccess = await worker.invoke(batch);
    if (worker.process.isAlive()) free.push(worker);
    return isSuccess;
  };
  const poll = async (poller: Poller) => {
    while (!poller.isStale && !isDone()) {
      const batch = nextBatch(topic, poller, committed, world);
      if (batch.length === 0) await world.clock.sleep(POLL_MS);
      else if (await deliverUntilDone(batch, poller, deliver, world)) commit(batch, committed);
    }
  };
  const rebalance = () => {
    for (const poller of pollers) poller.isStale = true;
    const all = committed.map((_, partition) => partition);
    const groups = world.random.chance(0.5) ? [all] : all.map((partition) => [partition]);
    pollers = groups.map((partitions) => ({ partitions, isStale: false }));
    for (const poller of pollers) void poll(poller);
  };
  rebalance();
  return { isDone, rebalance };
}

function nextBatch(topic: string, { partitions }: Poller, committed: readonly number[], { log, random }: World) {
  return partitions.flatMap((partition) => {
    const from = committed[partition] ?? 0;
    return log.partition(topic, partition).slice(from, from + random.between(1, MAX_BATCH));
  });
}

/** False when the poller lost its partitions meanwhile: what it did is not committed. */
async function deliverUntilDone(
  batch: readonly KafkaRecord[],
  poller: Poller,
  deliver: (batch: readonly KafkaRecord[]) => Promise<boolean>,
  { clock, random, faults }: World,
): Promise<boolean> {
  while (!poller.isStale) {
    // A success that is not committed has the batch come again.
    if ((await deliver(batch)) && !faults.isForgotten()) return !poller.isStale;
    await clock.sleep(random.between(100, 2_000));
  }
  return false;
}

function commit(batch: readonly KafkaRecord[], committed: number[]): void {
  for (const { partition, offset } of batch) committed[partition] = offset + 1;
}
