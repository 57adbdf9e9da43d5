/** Fetch, MSK event, function, commit: what a mapping does, partition by partition, without its rules for failures. */

import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import type { Broker, PartitionBounds } from '../../local/broker/broker.ts';
import { localCluster } from '../../local/cluster.ts';
import type { LocalFunction } from '../../local/functions.ts';
import { invoke } from '../../local/invoke.ts';

const page = { records: 1_000, bytes: 6 * 1024 * 1024 };

export interface Pump {
  topic: string;
  /** Whether it begins with what is there, or with what comes. */
  from: 'start' | 'end';
  isDone: () => boolean;
}

/** Partitions side by side. Waits for news where there is none. */
export async function pump(broker: Broker, fn: LocalFunction, { topic, from, isDone }: Pump): Promise<void> {
  let news = Promise.withResolvers<void>();
  const stopListening = broker.onAppend(() => {
    news.resolve();
    news = Promise.withResolvers<void>();
  });
  const group = `bench.${process.pid}.${performance.now()}`;
  const pumpOne = async (bounds: PartitionBounds) => {
    const { partition } = bounds;
    for (let offset = bounds[from]; !isDone(); ) {
      const appended = news.promise;
      const records = await broker.fetch(topic, partition, offset, page);
      const last = records.at(-1);
      if (last) {
        await invoke(fn, toMskEvent(records, localCluster));
        offset = last.offset + 1;
        await broker.commit(group, topic, [{ partition, offset }]);
      } else {
        await appended;
      }
    }
    // Those who wait for news may be done, too.
    news.resolve();
  };
  await Promise.all((await broker.offsets(topic)).map(pumpOne));
  stopListening();
}
