/** `--again`: records that failed before count up as a re-drive does, and so are not held to the marks of earlier tries. */
import type { KafkaRecord } from '../../lib/kafka/record.ts';
import { fromMskEvent, isMskEvent, type MskEvent } from '../../lib/msk/mskEvent.ts';
import type { MskRecord } from '../../lib/msk/mskFields.ts';
import type { Settings } from '../../lib/settings/settings.ts';
import { queryAll } from '../../lib/store/queryAll.ts';
import type { Store } from '../../lib/store/store.ts';
import { failureRange, lastReplayIn, marks } from '../../lib/tables/marks.ts';
import { openStore } from '../aws/adapters.ts';

const HEADER = 'x-replay-count';

/** The same events; only the marks of failures are stepped over, so what was handled stays a duplicate. */
export async function runAgain(events: readonly unknown[], consumer: string, settings: Settings): Promise<unknown[]> {
  const store = await openStore(settings, [marks]);
  try {
    return await Promise.all(events.map((event) => (isMskEvent(event) ? countUp(event, consumer, store) : event)));
  } finally {
    await store.close();
  }
}

async function countUp(event: MskEvent, consumer: string, store: Store): Promise<MskEvent> {
  const partitions = Object.entries(event.records).map(async ([name, own]) => {
    const counted = own.map(async (raw) => {
      const [record] = fromMskEvent({ ...event, records: { [name]: [raw] } });
      const last = record && (await lastReplay(record, consumer, store));
      return last === undefined ? raw : withCount(raw, last + 1);
    });
    return [name, await Promise.all(counted)] as const;
  });
  return { ...event, records: Object.fromEntries(await Promise.all(partitions)) };
}

async function lastReplay(record: KafkaRecord, consumer: string, store: Store): Promise<number | undefined> {
  const { partition, range } = failureRange(consumer, record, record.offset, record.offset);
  return lastReplayIn(await queryAll(store, { table: marks, partition }, range), consumer, record);
}

function withCount(raw: MskRecord, count: number): MskRecord {
  const others = (raw.headers ?? []).filter((header) => !(HEADER in header));
  return { ...raw, headers: [...others, { [HEADER]: [...Buffer.from(String(count))] }] };
}
