/** Batches of hostile records through the functions themselves, as a mapping delivers them: again until all are settled. */
import { isDeepStrictEqual } from 'node:util';
import type { ConsumerConfig } from '../../lib/declare/consumerConfig.ts';
import { type Headers, headerText, type KafkaRecord, placeOf } from '../../lib/kafka/record.ts';
import { fromMskEvent, type MskEvent, toMskEvent } from '../../lib/msk/mskEvent.ts';
import {
  type Outcome,
  type PublishReport,
  type RecordReport,
  recordPublished,
  recordSettled,
} from '../../lib/observability/signals.ts';
import type { LocalFunction } from '../../local/functions.ts';
import { createContext } from '../../local/lambdaContext.ts';
import { source } from '../fixtures/platform.ts';

export type Consumer = LocalFunction<ConsumerConfig>;
type Invoked = Pick<LocalFunction, 'config' | 'load'>;

/** The result of one delivery. */
export interface Delivery {
  reports: RecordReport[];
  letters: KafkaRecord[];
  cpuMs: number;
  thrown: unknown;
}

/** Calls a handler like Lambda: the same event each time, passed as JSON. */
export async function deliver(invoked: Invoked, event: object): Promise<Delivery> {
  const handler = await invoked.load();
  const { name, timeoutSeconds } = invoked.config;
  const reports: RecordReport[] = [];
  const letters: KafkaRecord[] = [];
  const settled = (report: unknown) => reports.push(report as RecordReport);
  const published = (report: unknown) => letters.push((report as PublishReport).record);
  recordSettled.subscribe(settled);
  recordPublished.subscribe(published);
  const given: unknown = JSON.parse(JSON.stringify(event));
  const before = process.cpuUsage();
  let thrown: unknown = null;
  try {
    await handler(given, createContext(name, timeoutSeconds * 1_000, 'hostile'));
  } catch (error) {
    thrown = error;
  } finally {
    recordSettled.unsubscribe(settled);
    recordPublished.unsubscribe(published);
  }
  const { user, system } = process.cpuUsage(before);
  return { reports, letters, cpuMs: (user + system) / 1_000, thrown };
}

/**
 * Records with one of these outcomes that no letter holds as they came, with their bytes and all of their headers. A
 * misshapen record may claim the place of another one: then as many of that place must be held as have the outcome.
 */
export function withoutLetter(event: MskEvent, delivery: Delivery, consumer: string, outcomes: readonly Outcome[]) {
  const byId = Map.groupBy(delivery.letters, ({ headers }) => headerText(headers, 'x-dead-letter-id') ?? '');
  const wanted = Map.groupBy(
    delivery.reports.filter(({ outcome }) => outcomes.includes(outcome)),
    placeOf,
  );
  const isHeld = (record: KafkaRecord) =>
    (byId.get(letterIdOf(consumer, record)) ?? []).some((letter) => holds(letter, record));
  return [...Map.groupBy(fromMskEvent(event), placeOf)].flatMap(([place, records]) => {
    const missing = records.filter((record) => !isHeld(record));
    return records.length - missing.length < (wanted.get(place)?.length ?? 0) ? missing : [];
  });
}

function letterIdOf(consumer: string, { topic, partition, offset }: KafkaRecord): string {
  return `${consumer}#${topic}-${partition}-${offset}`;
}

function holds(letter: KafkaRecord, record: KafkaRecord): boolean {
  const kept = withoutCount(record.headers);
  const headers = withoutCount(letter.headers).slice(0, kept.length);
  const { key, value } = record;
  return isDeepStrictEqual(plain({ ...letter, headers }), plain({ key, value, headers: kept }));
}

/** How often it was re-driven is counted on. */
function withoutCount(headers: Headers): Headers {
  return headers.filter(([name]) => name !== 'x-replay-count');
}

export function plain({ key, value, headers }: Pick<KafkaRecord, 'key' | 'value' | 'headers'>) {
  const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('base64');
  return { key: text(key), value: text(value), headers: headers.map(([name, bytes]) => [name, text(bytes)]) };
}

export function eventOf(records: readonly KafkaRecord[]): MskEvent {
  return toMskEvent(records, source);
}
