/**
 * Publishing as it is written: partition, time, and headers in their order. What fails is not tried again here; only calls
 * at the same moment as one that the broker refuses are sent a second time, and may then stand there twice.
 */

import { type MessageRecord, type Broker as Node, produceV9 } from '@platformatic/kafka';
import { Fault } from '../../../lib/errors/fault.ts';
import type { Compression, CompressionOf } from '../../../lib/kafka/compression.ts';
import { partitionFor } from '../../../lib/kafka/murmur2.ts';
import type { KafkaRecord, NewRecord } from '../../../lib/kafka/record.ts';
import type { PlacedRecord } from '../../../lib/producer/embeddedLog.ts';
import { sendQueue } from '../../../lib/producer/sendQueue.ts';
import { type Cluster, requestLimitMs } from './cluster.ts';

const ALL_REPLICAS = -1;
const NO_LOG_TIME = -1;

interface Outgoing {
  record: PlacedRecord & { partition: number; timestamp: number };
  leader: Node;
  compression: Compression;
}

export function openPublishing(cluster: Cluster, compressionOf: CompressionOf, now: () => number) {
  const choosePartition = partitioner();
  let cut = Promise.withResolvers<never>();

  async function toOutgoing(record: PlacedRecord): Promise<Outgoing> {
    const { leaders } = await cluster.topic(record.topic, record.partition);
    const partition = choosePartition(record, leaders.length);
    const leader = leaders[partition];
    if (!leader) throw new Fault('TOPIC_UNAVAILABLE', `${record.topic}-${partition} has no leader at the moment`);
    const placedRecord = { ...record, partition, timestamp: record.timestamp ?? now() };
    return { record: placedRecord, leader, compression: compressionOf(record.topic) };
  }

  /** All of them go to one leader with one compression. */
  async function sendTogether(outgoing: readonly Outgoing[]): Promise<KafkaRecord[]> {
    const [first] = outgoing;
    if (!first) return [];
    const { leader, compression } = first;
    const messages = outgoing.map(({ record }) => toMessage(record));
    const answer = await cluster.ask(leader, produceV9.api, ALL_REPLICAS, requestLimitMs, messages, { compression });
    if (typeof answer === 'boolean') throw new Fault('BROKER_UNAVAILABLE', 'no answer to what was published');
    return placed(outgoing, placesIn(answer));
  }

  async function send(records: readonly PlacedRecord[]): Promise<KafkaRecord[]> {
    const outgoing = await Promise.all(records.map(toOutgoing));
    const groups = Map.groupBy(outgoing, ({ leader, compression }) => `${leader.host}:${leader.port} ${compression}`);
    const places = new Map<PlacedRecord, KafkaRecord>();
    for (const group of groups.values()) {
      const sent = await sendTogether(group);
      for (const [at, { record }] of group.entries()) if (sent[at]) places.set(record, sent[at]);
    }
    return outgoing.flatMap(({ record }) => places.get(record) ?? []);
  }

  return sendQueue({
    send: (records: readonly NewRecord[]) => named(records, () => Promise.race([send(records), cut.promise])),
    // A request on its way can't be called back; its caller is told at once.
    discard() {
      cut.promise.catch(() => undefined);
      cut.reject(new Fault('BROKER_UNAVAILABLE', 'the send was given up'));
      cut = Promise.withResolvers<never>();
    },
  });
}

async function named<T>(records: readonly NewRecord[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const topics = [...new Set(records.map(({ topic }) => topic))].join(', ');
    throw new Fault(error.code, `${topics}: ${error.message}`, { cause: error });
  }
}

type Answer = Exclude<Awaited<ReturnType<typeof produceV9.api.async>>, boolean>;

/** Topic and partition → where its first record is. */
function placesIn({ responses }: Answer): Map<string, { next: number; appendedMs: number }> {
  const places = responses.flatMap(({ name, partitionResponses }) =>
    partitionResponses.map(({ index, baseOffset, logAppendTimeMs }) => {
      const place = { next: Number(baseOffset), appendedMs: Number(logAppendTimeMs) };
      return [`${name}-${index}`, place] as const;
    }),
  );
  return new Map(places);
}

function placed(outgoing: readonly Outgoing[], answers: ReturnType<typeof placesIn>): KafkaRecord[] {
  return outgoing.map(({ record }) => {
    const answer = answers.get(`${record.topic}-${record.partition}`);
    if (!answer) throw new Fault('BROKER_UNAVAILABLE', `no answer for ${record.topic}-${record.partition}`);
    const timestamp = answer.appendedMs === NO_LOG_TIME ? record.timestamp : answer.appendedMs;
    return { ...record, offset: answer.next++, timestamp };
  });
}

/** A map by the names' bytes, and each name has bytes of its own: repeated names and their order stay. */
function toMessage({ topic, partition, timestamp, key, value, headers }: Outgoing['record']): MessageRecord {
  const asBuffers = headers.map(([name, bytes]) => [Buffer.from(name), toBuffer(bytes)] as const);
  const message = { topic, partition, timestamp: BigInt(timestamp), headers: new Map(asBuffers) };
  // The client's types know no null; it writes one as Kafka has it.
  return { ...message, key: key && toBuffer(key), value: value && toBuffer(value) } as unknown as MessageRecord;
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The partition asked for, the key's, or for keyless records each in turn, counted per topic. */
function partitioner(): (record: PlacedRecord, partitions: number) => number {
  const turns = new Map<string, number>();
  return ({ topic, key, partition }, partitions) => {
    if (partition !== undefined) return partition;
    if (key !== null) return partitionFor(key, partitions);
    const turn = turns.get(topic) ?? 0;
    turns.set(topic, turn + 1);
    return turn % partitions;
  };
}
