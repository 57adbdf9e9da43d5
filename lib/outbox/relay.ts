/** Sends what an outage or a crash left in the outbox. */
import { toFault } from '../errors/fault.ts';
import { drain, type Outlet } from './drain.ts';
import { outbox, shards } from './outbox.ts';

export interface Relayed {
  streams: number;
  rows: number;
  /** Streams that could not be drained this time; they stay for the next run. */
  failed: number;
}

/** Drains every stream that has rows, shard by shard. One stream's failure does not hold up the others. */
export async function relay(outlet: Outlet): Promise<Relayed> {
  const total: Relayed = { streams: 0, rows: 0, failed: 0 };
  for (const shard of shards) {
    for (const stream of await streamsIn(shard, outlet)) {
      total.streams += 1;
      try {
        total.rows += await drain(stream, outlet);
      } catch (error) {
        total.failed += 1;
        outlet.log.warn('relay.failed', { stream, error: toFault(error).message });
      }
    }
  }
  if (total.streams > 0) outlet.log.info('relay.done', { ...total });
  return total;
}

async function streamsIn(shard: string, outlet: Outlet): Promise<Set<string>> {
  const streams = new Set<string>();
  let page: string | undefined;
  do {
    const found = await outlet.store.query({ table: outbox, index: 'byShard', partition: shard }, {}, page);
    for (const row of found.items) streams.add(row.pk);
    page = found.next;
  } while (page !== undefined);
  return streams;
}
