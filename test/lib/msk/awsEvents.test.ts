import { readdirSync, readFileSync } from 'node:fs';
import type { Context } from 'aws-lambda';
import { describe, expect, it, onTestFinished } from 'vitest';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { placeOf } from '../../../lib/kafka/record.ts';
import { fromMskEvent, type MskEvent } from '../../../lib/msk/mskEvent.ts';
import type { ReceivedRecord } from '../../../lib/msk/receivedRecord.ts';
import { type RecordReport, recordSettled } from '../../../lib/observability/signals.ts';
import { counting } from '../../fixtures/counting.ts';
import { type Expected, order, readable, refused } from '../../fixtures/msk/expected.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';

const folder = 'test/fixtures/msk';
const events = Object.entries(readable);

function load(name: string): MskEvent {
  return JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8'));
}

const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString();

/** No partition gets as far as 2^52. */
function told(record: { topic: string; partition: number; offset: number }): string {
  return record.offset < 2 ** 52 ? placeOf(record) : `${record.topic}-${record.partition}@?`;
}

function shown({ timestamp, key, value, headers, ...place }: ReceivedRecord) {
  const pairs = headers.map(([name, held]) => [name, text(held)]);
  return { place: told(place), timestamp, key: text(key), value: text(value), headers: pairs };
}

/** `entry` is what stands in the file. */
function whole({ outcome: _, ...expected }: Expected, entry: unknown) {
  const own = order(`e${expected.place.split('@')[1]}`);
  const row = { timestamp: 1795247940000, key: 'o-1', value: own, headers: [], ...expected };
  return { ...row, value: row.value === 'its JSON' ? JSON.stringify(entry) : row.value };
}

async function givenConsumer() {
  const platform = await openPlatform([countOrders]);
  const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 30_000 } as Context;
  const reports: RecordReport[] = [];
  const listen = (report: unknown) => reports.push(report as RecordReport);
  recordSettled.subscribe(listen);
  onTestFinished(() => void recordSettled.unsubscribe(listen));
  /** Each record's place and outcome. */
  const invoke = async (event: MskEvent) => {
    await handler(event, context);
    return reports.splice(0).map(({ outcome, errorCode, ...place }) => {
      return [told(place), outcome === 'dead-letter' ? `${outcome} ${errorCode}` : outcome].join(' ');
    });
  };
  return { platform, invoke };
}

describe.each(events)('the event %s', (name, expected) => {
  it('is read record by record', () => {
    const event = load(name);
    const entries = Object.values(event.records).flatMap((records) => (Array.isArray(records) ? records : [records]));
    expect(fromMskEvent(event).map(shown)).toEqual(expected.map((row, at) => whole(row, entries[at])));
  });

  it('is settled to the last record, and again when it comes again', async () => {
    const { platform, invoke } = await givenConsumer();
    const outcomes = await invoke(load(name));
    expect(outcomes.toSorted()).toEqual(expected.map(({ place, outcome }) => `${place} ${outcome}`).toSorted());
    expect((await invoke(load(name))).filter((outcome) => !outcome.endsWith(' duplicate'))).toEqual([]);

    const kept = fromMskEvent(load(name)).filter((_, at) => expected[at]?.outcome.startsWith('dead-letter'));
    const bytes = ({ key, value }: Pick<ReceivedRecord, 'key' | 'value'>) => `${text(key)} ${text(value)}`;
    expect((await platform.onTopic('orders.dead')).map(bytes).toSorted()).toEqual(kept.map(bytes).toSorted());
  });
});

it.each(refused)('%s is refused: the invocation fails, for it holds no records to settle', async (name) => {
  const { invoke } = await givenConsumer();
  await expect(invoke(load(name))).rejects.toThrow('no Kafka mapping sent it');
});

it('CloudEvents reach the handler in both modes', async () => {
  const { invoke } = await givenConsumer();
  expect((await invoke(load('cloudEvents'))).toSorted()).toEqual([
    'orders-0@1 handled',
    'orders-0@2 handled',
    'orders-0@3 dead-letter SCHEMA_MISMATCH',
  ]);
});

it('every event of the folder is in one of these', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  const listed = [...Object.keys(readable), ...refused, 'cloudEvents'].map((name) => `${name}.json`);
  expect(files.toSorted()).toEqual(listed.toSorted());
});
