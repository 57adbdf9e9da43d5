/** How far a batch is: what its group may commit, never past a record that is not resolved. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import type { GroupOffset } from '../broker/broker.ts';
import type { Batch } from './batch.ts';

export interface Progress {
  /** Handled, or given up on. */
  resolve(records: readonly KafkaRecord[]): void;
  /** Partitions that got further since the last `committed`, and how many events that makes. */
  due(): { offsets: GroupOffset[]; events: number };
  committed(): void;
  /** By partition, where reading goes on if nothing more becomes of this batch. */
  positions(): GroupOffset[];
}

interface PartitionProgress {
  partition: number;
  /** In offset order; `resolved` of them are done without a gap. */
  offsets: number[];
  resolved: number;
  outOfOrder: Set<number>;
  polled: number;
  end: number;
  /** Events counted in earlier commits. */
  counted: number;
}

export function openProgress(batch: Batch): Progress {
  const partitions = new Map<number, PartitionProgress>();
  for (const [partition, { polled, end }] of batch.readings) {
    partitions.set(partition, { partition, offsets: [], resolved: 0, outOfOrder: new Set(), polled, end, counted: 0 });
  }
  for (const { partition, offset } of batch.records) partitions.get(partition)?.offsets.push(offset);
  const all = [...partitions.values()];
  const further = () => all.filter((one) => eventsDone(one) > one.counted);

  return {
    resolve(records) {
      for (const { partition, offset } of records) partitions.get(partition)?.outOfOrder.add(offset);
      for (const one of all) advance(one);
    },
    due() {
      const events = further().reduce((sum, one) => sum + eventsDone(one) - one.counted, 0);
      return { offsets: further().map(toOffset), events };
    },
    committed() {
      for (const one of further()) one.counted = eventsDone(one);
    },
    positions: () => all.map(toOffset),
  };
}

function advance(one: PartitionProgress): void {
  for (let offset = one.offsets[one.resolved]; offset !== undefined; offset = one.offsets[one.resolved]) {
    if (!one.outOfOrder.delete(offset)) return;
    one.resolved += 1;
  }
}

/** Records that a filter left out count with the last record of their partition. */
function eventsDone({ resolved, offsets, polled }: PartitionProgress): number {
  return resolved === offsets.length ? polled : resolved;
}

function toOffset({ partition, offsets, resolved, end }: PartitionProgress): GroupOffset {
  return { partition, offset: offsets[resolved] ?? end };
}
