/** Finds the records of a batch that were settled as failed before: one query for each partition, since there is hardly ever one. */

import type { Engine } from '../connect/engine.ts';
import { partitionsOf } from '../kafka/partitions.ts';
import { isMadeUp, type KafkaRecord } from '../kafka/record.ts';
import { queryAll } from '../store/queryAll.ts';
import type { Store } from '../store/store.ts';
import { failureRange, failureRef, type Mark, marks } from '../tables/marks.ts';

export interface Failures {
  /** The mark of that record's failure, if it has one. */
  of(record: KafkaRecord): Mark | undefined;
}

/** Faults are those of the store. */
export async function findFailures(records: readonly KafkaRecord[], engine: Engine): Promise<Failures> {
  const { store } = engine.connections;
  const groups = partitionsOf(records).flatMap(withoutMadeUp);
  const found = await Promise.all(groups.map((group) => query(group, engine.function, store)));
  const marked = new Map(found.flat().map((mark) => [`${mark.pk} ${mark.sk}`, mark]));
  return {
    of: (record) => {
      if (marked.size === 0) return undefined;
      const { pk, sk } = failureRef(engine.function, record);
      return marked.get(`${pk} ${sk}`);
    },
  };
}

/** Made-up offsets are far behind all others: to look from one to the other would be to look at everything. */
function withoutMadeUp(records: KafkaRecord[]): KafkaRecord[][] {
  return records.some(isMadeUp) ? [records.filter(isMadeUp), records.filter((one) => !isMadeUp(one))] : [records];
}

async function query(records: readonly KafkaRecord[], consumer: string, store: Store): Promise<Mark[]> {
  const [first] = records;
  if (!first) return [];
  const bounds = { from: first.offset, to: first.offset };
  for (const { offset } of records) {
    if (offset < bounds.from) bounds.from = offset;
    else if (offset > bounds.to) bounds.to = offset;
  }
  const { partition, range } = failureRange(consumer, first, bounds.from, bounds.to);
  return await queryAll(store, { table: marks, partition }, range);
}
