import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { events } from '../../events/catalogue.ts';
import { consumerConfig } from '../../lib/declare/consumerConfig.ts';
import type { Envelope } from '../../lib/envelope/envelope.ts';
import { createReader } from '../../lib/reading/message.ts';
import { otherSampleNames, sampleNames, sampleRecord } from './sampleRecords.ts';

const read = createReader(consumerConfig({ name: 'reader', events: events.filter(({ isAny }) => !isAny), uses: [] }));
/** The reader of consumers that keep every type of a topic: types that nobody defined, and TRX's order without a currency. */
const keep = createReader(consumerConfig({ name: 'keeper', events: events.filter(({ isAny }) => isAny), uses: [] }));

/** A sample, and what it is read as: a file each for what belongs together. */
const folder = join(import.meta.dirname, 'expected');
const expectations: { readable?: [string, object][] }[] = await Promise.all(
  readdirSync(folder).map((file) => import(join(folder, file))),
);
const readable = expectations.flatMap(({ readable: listed = [] }) => listed);

const broken: [string, string, string][] = [
  ['broken.not-json', 'NOT_JSON', 'the value is not JSON: 9 bytes that are not UTF-8'],
  [
    'broken.schema',
    'SCHEMA_MISMATCH',
    'the data does not fit the schema: user.registered: username: Invalid input: expected string, received number',
  ],
  [
    'broken.trx.register.id-beyond-2-53.sarama',
    'UNSAFE_INTEGER',
    'an integer beyond 2^53 - 1 would be rounded: field "user_id"',
  ],
  ['broken.version', 'UNKNOWN_VERSION', 'this major version is not known here: user.registered has 9, known is 1'],
  [
    'broken.tombstone',
    'NO_VALUE',
    'the record has no value (a tombstone), and this consumer expects an event: user.events-1@43',
  ],
];

const letters = ['dead-letter', 'dead-letter.kafka-connect'];

function eventOf(name: string): Envelope {
  const record = sampleRecord(name);
  const reading = read(record);
  const kept = keep(record);
  if (reading.kind === 'message') return reading.event;
  if (kept.kind === 'message') return kept.event;
  throw new Error(`${name} is ${reading.kind}`);
}

describe('samples', () => {
  it.each(readable)('%s is read whole', (name, expected) => {
    const { format: _, isKnownByBytes: __, idIsPlace, ...event } = eventOf(name);
    expect(event).toEqual({ version: 1, ...expected });
    expect(idIsPlace).toBe(event.id.endsWith('-1-43'));
  });

  it.each(broken)('%s is refused as %s', (name, code, message) => {
    const reading = read(sampleRecord(name));
    expect(reading.kind === 'unreadable' && [reading.fault.code, reading.fault.message]).toEqual([code, message]);
  });

  it.each(letters)('%s is passed on as bytes', (name) => {
    expect(eventOf(name)).toMatchObject({ type: 'dead-letter', data: { record: sampleRecord(name) } });
  });

  it('are all in one of these lists, but for the payment platform’s', () => {
    const listed = [...readable.map(([name]) => name), ...broken.map(([name]) => name), ...letters];
    expect(otherSampleNames.toSorted()).toEqual(listed.toSorted());
  });

  it('hold no password', () => {
    const told = sampleNames.filter((name) =>
      /password(?!_changed)|argon2/i.test(Buffer.from(sampleRecord(name).value ?? '').toString()),
    );
    expect(told).toEqual([]);
  });
});
