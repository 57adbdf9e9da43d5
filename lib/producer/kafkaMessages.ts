/** Our records as kafkajs takes them, and its answers as their places. */
import type { Message, PartitionerArgs, RecordMetadata } from 'kafkajs';
import { Fault } from '../errors/fault.ts';
import { partitionFor } from '../kafka/murmur2.ts';
import type { Headers, KafkaRecord, NewRecord } from '../kafka/record.ts';

/**
 * The choice stays with the message: a retry that chose again could lose it, or write it twice. `counts` learns how many
 * partitions each topic has.
 */
export function choosePartition(
  { topic, message, partitionMetadata }: PartitionerArgs,
  counts: Map<string, number>,
): number {
  const key = message.key as Buffer | null;
  const partitions = partitionMetadata.length;
  counts.set(topic, partitions);
  message.partition ??= key === null ? Math.floor(Math.random() * partitions) : partitionFor(key, partitions);
  return message.partition;
}

/** A record and the message made of it: where kafkajs puts the message is where the record is. */
export interface Outgoing {
  record: NewRecord;
  message: Message;
}

export function toOutgoing(record: NewRecord, nowMs: number): Outgoing {
  const { key, value, headers } = record;
  const message = {
    key: key && toBuffer(key),
    value: value && toBuffer(value),
    headers: toKafkajsHeaders(headers),
    timestamp: String(nowMs),
  };
  return { record, message };
}

/** kafkajs takes an object: values of one name stay in order, the order across names may change. */
function toKafkajsHeaders(headers: Headers): Record<string, Buffer[]> {
  const byName = Map.groupBy(headers, ([name]) => name);
  return Object.fromEntries([...byName].map(([name, values]) => [name, values.map(([, value]) => toBuffer(value))]));
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The broker answers the first offset of each partition; the records of a partition follow each other from there. */
export function placeRecords(outgoing: readonly Outgoing[], answers: readonly RecordMetadata[]): KafkaRecord[] {
  const partitions = new Map(
    answers.map(({ topicName, partition, baseOffset, logAppendTime = '-1' }) => [
      `${topicName}-${partition}`,
      { nextOffset: Number(baseOffset), appendedAtMs: Number(logAppendTime) },
    ]),
  );
  return outgoing.map(({ record, message }) => {
    const { partition = -1, timestamp } = message;
    const answer = partitions.get(`${record.topic}-${partition}`);
    // kafkajs leaves out, without a word, what finds no leader after a retry.
    if (!answer) throw new Fault('TOPIC_UNAVAILABLE', `no answer for a record on ${record.topic}-${partition}`);
    const offset = answer.nextOffset++;
    const timestampMs = answer.appendedAtMs >= 0 ? answer.appendedAtMs : Number(timestamp);
    return { ...record, partition, offset, timestamp: timestampMs };
  });
}
