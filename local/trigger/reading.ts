/** Reads free partitions into open batches: filtered, in offset order, each partition in its turn. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { add, type OpenBatch, openBatch, passOver } from './batch.ts';
import type { BatchContext } from './discard.ts';
import { envelopeBytes, PAYLOAD_BYTES } from './payload.ts';
import type { Positions } from './positions.ts';

export interface PollerContext extends BatchContext {
  /** Shared by the mapping's pollers; each reads and moves only its own partitions. */
  positions: Positions;
  owns(partition: number): boolean;
  /** The order in which partitions are looked at. */
  order<T>(partitions: readonly T[]): T[];
}

export interface Reading extends PollerContext {
  /** Partitions of batches in flight: nothing more is read of them meanwhile. */
  busy: Set<number>;
  /** By partition, or one for all where a batch may mix them. */
  open: Map<number | 'all', OpenBatch>;
  envelopeBytes: number;
  lastRead: number;
}

/** Where reading of a partition goes on, when there is more of it. */
interface Unread {
  partition: number;
  offset: number;
}

export function openReading(context: PollerContext): Reading {
  const envelope = envelopeBytes(context.surroundings.source);
  return { ...context, busy: new Set(), open: new Map(), envelopeBytes: envelope, lastRead: -1 };
}

export async function fillBatches(reading: Reading): Promise<void> {
  for (const one of inTurn(await unread(reading), reading)) {
    if (reading.stopping.aborted) return;
    await fill(one, reading);
  }
}

/** Partitions without a batch in flight that have more than was read. */
async function unread({ surroundings, settings, positions, owns, busy }: Reading): Promise<Unread[]> {
  const bounds = await surroundings.broker.offsets(settings.topic);
  return bounds.flatMap(({ partition, start, end }) => {
    // A partition that came later begins at its start, so that nothing on it is skipped.
    const offset = Math.max(positions.get(partition) ?? start, start);
    return owns(partition) && !busy.has(partition) && offset < end ? [{ partition, offset }] : [];
  });
}

/** Begins after the partition that was read last, so that a busy one does not starve the others. */
function inTurn(found: readonly Unread[], { lastRead, order }: Reading): Unread[] {
  const next = found.findIndex(({ partition }) => partition > lastRead);
  return order(next > 0 ? [...found.slice(next), ...found.slice(0, next)] : found);
}

async function fill({ partition, offset }: Unread, reading: Reading): Promise<void> {
  const { settings, surroundings, positions, open, stopping } = reading;
  const key = settings.knobs.mixPartitions ? 'all' : partition;
  const batch = open.get(key) ?? openBatch(reading.envelopeBytes);
  let from = offset;
  while (!batch.isFull && !stopping.aborted) {
    const room = roomIn(batch, settings.batchSize);
    const { records, next } = await surroundings.broker.page(settings.topic, partition, from, room);
    if (records.length === 0) {
      if (next > from) await skipTo({ partition, offset: next }, batch, reading);
      return;
    }
    open.set(key, batch);
    for (const record of records) if (!take(batch, record, reading)) return;
    from = positions.get(partition) ?? from;
  }
}

/** Behind what an open batch holds of the partition, the group moves when that is done; else nothing is left to wait for. */
async function skipTo(place: Unread, batch: OpenBatch, { settings, surroundings, positions }: Reading): Promise<void> {
  const held = batch.readings.get(place.partition);
  if (held) held.end = place.offset;
  else await surroundings.broker.commit(settings.group, settings.topic, [place]);
  positions.set(place.partition, place.offset);
}

/** Base64 makes four bytes of three. */
function roomIn({ records, bytes }: OpenBatch, batchSize: number): { records: number; bytes: number } {
  return { records: batchSize - records.length, bytes: Math.max(1, ((PAYLOAD_BYTES - bytes) * 3) / 4) };
}

/** false when the batch is full, with or without this record. */
function take(batch: OpenBatch, record: KafkaRecord, reading: Reading): boolean {
  const { settings, counters, positions } = reading;
  const isWanted = settings.accepts(record);
  if (isWanted && !add(batch, record, settings.batchSize)) return false;
  if (isWanted) {
    reading.lastRead = record.partition;
  } else {
    passOver(batch, record);
    counters.add('FilteredOutEventCount', 1);
  }
  counters.add('PolledEventCount', 1);
  positions.set(record.partition, record.offset + 1);
  return !batch.isFull;
}
