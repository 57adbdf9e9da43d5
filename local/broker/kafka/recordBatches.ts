/** Record batches as a broker answers them, as our records: https://kafka.apache.org/documentation/#recordbatch */

import type { RecordsBatch } from '@platformatic/kafka';
import type { Headers, KafkaRecord } from '../../../lib/kafka/record.ts';

/** Bits of a batch's attributes. */
const LOG_APPEND_TIME = 1 << 3;
const TRANSACTIONAL = 1 << 4;
/** Marks a control batch: it tells consumers how a transaction ended. */
const CONTROL = 1 << 5;

export interface Page {
  records: KafkaRecord[];
  /** Where the page after this one begins. */
  next: number;
  /** The last stable offset as the broker knew it then: the first record of an open transaction, or the end. */
  end: number;
}

/** The part of a broker's answer that says which batches to leave out. */
export interface Isolation {
  end: number;
  aborted: readonly AbortedTransaction[];
}

interface AbortedTransaction {
  producerId: bigint;
  firstOffset: bigint;
}

type Place = Pick<KafkaRecord, 'topic' | 'partition' | 'offset'>;

/** A broker begins with the batch that holds the offset asked for: what stands before it there is left out. */
export function decodePage(batches: readonly RecordsBatch[], from: Place, { end, aborted }: Isolation): Page {
  const last = batches.at(-1);
  const next = last === undefined ? from.offset : lastOffset(last) + 1;
  const records = withoutAborted(batches, aborted).flatMap((batch) => decode(batch, from));
  return { records, next: Math.max(next, from.offset), end };
}

/** Neither control batches. An aborted transaction of a producer goes from its first offset to the marker that ends it. */
function withoutAborted(batches: readonly RecordsBatch[], aborted: readonly AbortedTransaction[]): RecordsBatch[] {
  const upcoming = aborted.toSorted((a, b) => Number(a.firstOffset - b.firstOffset));
  const within = new Set<bigint>();
  return batches.filter((batch) => {
    const begun = upcoming.findIndex(({ firstOffset }) => firstOffset > lastOffset(batch));
    for (const { producerId } of upcoming.splice(0, begun === -1 ? upcoming.length : begun)) within.add(producerId);
    if ((batch.attributes & CONTROL) !== 0) {
      // The producer of a committed transaction is not in the set, and deleting it changes nothing.
      within.delete(batch.producerId);
      return false;
    }
    return (batch.attributes & TRANSACTIONAL) === 0 || !within.has(batch.producerId);
  });
}

function lastOffset({ firstOffset, lastOffsetDelta }: RecordsBatch): number {
  return Number(firstOffset) + lastOffsetDelta;
}

function decode(batch: RecordsBatch, { topic, partition, offset: from }: Place): KafkaRecord[] {
  const [firstOffset, firstMs, lastMs] = [batch.firstOffset, batch.firstTimestamp, batch.maxTimestamp].map(Number);
  const isAppendTime = (batch.attributes & LOG_APPEND_TIME) !== 0;
  const records: KafkaRecord[] = [];
  for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
    const offset = (firstOffset ?? 0) + offsetDelta;
    if (offset < from) continue;
    const timestamp = isAppendTime ? (lastMs ?? 0) : (firstMs ?? 0) + Number(timestampDelta);
    const fields = { key: toBytes(key), value: toBytes(value), headers: headers.map(toHeader) };
    records.push({ topic, partition, offset, timestamp, ...fields });
  }
  return records;
}

/** A header without a value, which Kafka knows and our records don't, is an empty one. */
function toHeader([name, value]: [Buffer | null, Buffer | null]): Headers[number] {
  return [name?.toString('utf8') ?? '', toBytes(value) ?? new Uint8Array()];
}

function toBytes(field: Buffer | null): Uint8Array | null {
  return field && new Uint8Array(field.buffer, field.byteOffset, field.length);
}
