// Hostile records through every consumer that there is: each settled within four deliveries, in bounded time, no byte lost.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { topics } from '../../events/allTopics.ts';
import { localFiles } from '../../lib/connect/connect.ts';
import { unpackRecords } from '../../lib/kafka/packedRecord.ts';
import { type KafkaRecord, placeOf } from '../../lib/kafka/record.ts';
import type { MskEvent } from '../../lib/msk/mskEvent.ts';
import type { MskRecord } from '../../lib/msk/mskFields.ts';
import { openEmbeddedBroker } from '../../local/broker/embedded.ts';
import { toTopicSettings } from '../../local/cluster.ts';
import { findFunctions, isOfKind } from '../../local/functions.ts';
import { hostileRecords, hostileSeed } from '../environment.ts';
import { batchRecords, sampleNames, sampleRecord } from '../events/sampleRecords.ts';
import { decoded } from '../fixtures/records.ts';
import { type Random, seededRandom } from '../simulation/random.ts';
import { type Consumer, type Delivery, deliver, eventOf, plain, withoutLetter } from './delivering.ts';
import { hostile, renewed } from './records.ts';
import { oneOf, valueFor } from './values.ts';

const BATCH = 100;
const MAX_DELIVERIES = 4;
/** The limit of a batch of a hundred: most take a tenth of it; one record that takes more than linear time takes far more. */
const MAX_CPU_MS = 5_000;

const functions = await findFunctions();
const consumers = functions.filter(isOfKind('consumer'));
const relays = functions
  .filter(isOfKind('job'))
  .filter(({ config }) => config.uses.some(({ kind }) => kind === 'relays'));
const share = Math.ceil(hostileRecords / consumers.length);
const samples = sampleNames.map(sampleRecord);
const folder = mkdtempSync(join(tmpdir(), 'hostile-'));

beforeAll(async () => {
  const broker = openEmbeddedBroker({ file: localFiles(folder).broker, now: Date.now });
  await broker.createTopics(topics.map(toTopicSettings));
  await broker.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(consumers.map((consumer) => [consumer.config.name, consumer] as const))(
  `%s settles whatever comes (HOSTILE_SEED=${hostileSeed})`,
  async (name, consumer) => {
    vi.stubEnv('ADAPTERS', 'local');
    vi.stubEnv('STATE_DIR', folder);
    vi.stubEnv('LOG_LEVEL', 'silent');
    vi.stubEnv('RETRY_PAUSES_MS', '0,0');
    vi.stubEnv('DIGEST_SECRET', 'a secret of at least thirty-two characters');
    const random = seededRandom(hostileSeed + consumers.indexOf(consumer));
    const codes = new Map<string, number>();
    for (let first = 0; first < share; first += BATCH) {
      const event = batchFor(consumer, first, random);
      const deliveries = await deliverUntilSettled(consumer, event);
      const [firstDelivery] = deliveries;
      if (!firstDelivery) throw new Error('nothing was delivered');
      const where = `${name}, records from ${first} on`;
      expect(unsettled(deliveries), where).toEqual([]);
      expect(Math.max(...deliveries.map(({ cpuMs }) => cpuMs)), `CPU time of ${where}`).toBeLessThan(MAX_CPU_MS);
      for (const { errorCode = '' } of firstDelivery.reports) codes.set(errorCode, (codes.get(errorCode) ?? 0) + 1);
      firstDelivery.letters.push(...(await relayed()));
      expect(lostOf(consumer, event, firstDelivery).map(placeOf), where).toEqual([]);
    }

    // An error that nobody foresaw is a fault of ours, whatever the record holds.
    expect(codes.get('PROGRAMMER_ERROR') ?? 0).toBe(0);
    expect(codes.get('UNKNOWN') ?? 0).toBe(0);
  },
  120_000,
);

/** Delivers as long as something goes back, and twice at least: redelivered records must be recognised. */
async function deliverUntilSettled(consumer: Consumer, event: MskEvent): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  while (deliveries.length < 2 || (deliveries.length < MAX_DELIVERIES && deliveries.at(-1)?.thrown !== null)) {
    deliveries.push(await deliver(consumer, event));
  }
  return deliveries;
}

/** Records that still went back at the last delivery, or were never reported. */
function unsettled(deliveries: readonly Delivery[]): string[] {
  const last = deliveries.at(-1);
  const back = last?.reports.filter(({ outcome }) => outcome === 'handed-back') ?? [];
  const told = back.map(({ topic, partition, offset, errorCode }) => `${topic}-${partition}@${offset} ${errorCode}`);
  return last?.thrown ? [...told, String(last.thrown)] : told;
}

/** At places of their own, some of them not even shaped as Lambda documents it. */
function batchFor({ config }: Consumer, first: number, random: Random): MskEvent {
  const known = [...samples, ...batchRecords(config.name).map(decoded)].filter(({ topic }) =>
    config.topics.some(({ name }) => name === topic),
  );
  let sample = oneOf(known, random);
  const records = Array.from({ length: BATCH }, (_, at): KafkaRecord => {
    // Else it is another of the same ids: a healthy event and a broken one with its id are a pair of their own.
    if (random.chance(0.7)) sample = renewed(oneOf(known, random), random);
    const made = random.chance(0.15) ? sample : hostile(sample, random);
    const place = { partition: random.between(0, 2), offset: first + at, timestamp: timeFor(sample, random) };
    return { topic: sample.topic, ...place, key: made.key, value: made.value, headers: made.headers };
  });
  const event = eventOf(records);
  for (const group of Object.values(event.records)) {
    for (const record of group)
      if (isSmall(record) && random.chance(0.03)) misshape(record as unknown as Record<string, unknown>, random);
  }
  return event;
}

/** A misshapen record is kept as JSON, which takes more room than its bytes: a letter must have it. */
const MAX_MISSHAPEN = 400_000;

function isSmall({ key, value }: MskRecord): boolean {
  return (key?.length ?? 0) + (value?.length ?? 0) < MAX_MISSHAPEN;
}

function timeFor({ timestamp }: KafkaRecord, random: Random): number {
  return random.chance(0.9) ? timestamp : oneOf([-1, 0, 1e15, Number.MAX_SAFE_INTEGER], random);
}

function misshape(record: Record<string, unknown>, random: Random): void {
  const field = oneOf(['topic', 'partition', 'offset', 'timestamp', 'key', 'value', 'headers'], random);
  const value = random.chance(0.2) ? undefined : valueFor(random);
  if ((JSON.stringify(value) ?? '').length < MAX_MISSHAPEN) record[field] = value;
}

/** A consumer of dead letters must keep every record, another one those that failed. */
function lostOf(consumer: Consumer, event: MskEvent, delivery: Delivery): KafkaRecord[] {
  const { name } = consumer.config;
  if (!isArchive(consumer)) return withoutLetter(event, delivery, name, ['dead-letter']);
  const isFiled = filed();
  return withoutLetter(event, delivery, name, ['dead-letter', 'handled', 'duplicate']).filter((one) => !isFiled(one));
}

function isArchive({ config }: Consumer): boolean {
  return config.topics.every(({ deadLetterTopic }) => deadLetterTopic === null);
}

/** Letters that the consumer may not send itself: of records that came to it from a topic of somebody else. */
async function relayed(): Promise<KafkaRecord[]> {
  const deliveries = await Promise.all(relays.map((relay) => deliver(relay, {})));
  return deliveries.flatMap(({ letters }) => letters);
}

/** Records of dead letter topics are in the object store, filed or unparsed. */
function filed(): (record: KafkaRecord) => boolean {
  const objects = join(localFiles(folder).objects);
  const files = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const kept = new Set(
    files.flatMap(({ parentPath, name }) =>
      unpackRecords(readFileSync(join(parentPath, name))).map((record) => JSON.stringify(plain(record))),
    ),
  );
  return (record) => kept.has(JSON.stringify(plain(record)));
}
