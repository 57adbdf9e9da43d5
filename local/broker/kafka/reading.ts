/** Pages of a partition. A broker answers whole batches, so what a page leaves over is kept for the one that follows. */

import { fetchV12 } from '@platformatic/kafka';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import type { RecordPage } from '../broker.ts';
import type { Cluster } from './cluster.ts';
import { kafkaErrorName } from './faults.ts';
import { leaderOf, type Offsets } from './offsets.ts';
import { persistently } from './patience.ts';
import { decodePage, type Page } from './recordBatches.ts';

/** Counted down as a page fills. */
interface Room {
  records: number;
  bytes: number;
}

interface Place {
  topic: string;
  partition: number;
  offset: number;
}

const NO_WAIT = 0;
/** A fetch with this isolation level ends at the last stable offset, and names the aborted transactions to leave out. */
const READ_COMMITTED = 1;
const NO_SESSION = [0, -1] as const;
/** Kafka's default for consumers (`max.partition.fetch.bytes`). A batch that is larger comes all the same. */
const fetchBytes = 1_048_576;

export function openReading(cluster: Cluster, offsets: Offsets) {
  const leftOver = keptPages();

  async function ask(place: Place): Promise<Page> {
    const { topic, partition, offset } = place;
    const limits = { currentLeaderEpoch: -1, lastFetchedEpoch: -1, partitionMaxBytes: fetchBytes };
    // This version of the request names topics, in the field that later ones use for their ids.
    const topics = [{ topicId: topic, partitions: [{ partition, fetchOffset: BigInt(offset), ...limits }] }];
    const leader = await leaderOf(place, cluster);
    const how = [NO_WAIT, 1, fetchBytes, READ_COMMITTED, ...NO_SESSION] as const;
    const { responses } = await cluster.ask(leader, fetchV12.api, ...how, topics, [], '');
    const answer = responses[0]?.partitions[0];
    const aborted = answer?.abortedTransactions ?? [];
    return decodePage(answer?.records ?? [], place, { aborted, end: Number(answer?.lastStableOffset ?? offset) });
  }

  async function read(place: Place): Promise<Page> {
    try {
      return await persistently(() => ask(place));
    } catch (error) {
      if (kafkaErrorName(error) !== 'OFFSET_OUT_OF_RANGE') throw error;
      const start = (await offsets.bounds([place.topic])).get(place.topic)?.[place.partition]?.start ?? 0;
      if (start <= place.offset) return { records: [], next: place.offset, end: place.offset };
      return await persistently(() => ask({ ...place, offset: start }));
    }
  }

  return async (topic: string, partition: number, fromOffset: number, max: Room): Promise<RecordPage> => {
    const records: KafkaRecord[] = [];
    const room = { ...max };
    for (let offset = fromOffset; ; ) {
      const place = { topic, partition, offset };
      const page = leftOver.take(place) ?? (await read(place));
      const count = countFitting(page.records, room, records.length === 0);
      records.push(...page.records.slice(0, count));
      const left = page.records.slice(count);
      if (left[0]) leftOver.keep({ ...place, offset: left[0].offset }, { ...page, records: left });
      const next = left[0]?.offset ?? page.next;
      if (left[0] || next >= page.end || next === offset || room.records <= 0) return { records, next };
      offset = next;
    }
  };
}

/** Takes from `room`, too. The first record of all is taken however large it is. */
function countFitting(records: readonly KafkaRecord[], room: Room, isStart: boolean): number {
  let count = 0;
  for (const record of records) {
    room.bytes -= bytesOf(record);
    if (room.records <= 0 || (room.bytes < 0 && !(isStart && count === 0))) break;
    room.records -= 1;
    count += 1;
  }
  return count;
}

function bytesOf({ key, value, headers }: KafkaRecord): number {
  const inHeaders = headers.reduce((sum, [name, bytes]) => sum + name.length + bytes.length, 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + inHeaders;
}

/** At most 64 MB. */
const maxPages = 64;
/** Retention may have removed what is older, or somebody the whole topic. */
const keptForMs = 1_000;

/** By the place of their first record; the oldest page goes first. */
function keptPages() {
  const pages = new Map<string, { page: Page; untilMs: number }>();
  const nameOf = ({ topic, partition, offset }: Place) => `${topic}-${partition}@${offset}`;
  return {
    take(place: Place): Page | undefined {
      const name = nameOf(place);
      const found = pages.get(name);
      pages.delete(name);
      return found && performance.now() < found.untilMs ? found.page : undefined;
    },
    keep(place: Place, page: Page): void {
      pages.set(nameOf(place), { page, untilMs: performance.now() + keptForMs });
      const [oldest] = pages.keys();
      if (pages.size > maxPages && oldest !== undefined) pages.delete(oldest);
    },
  };
}
