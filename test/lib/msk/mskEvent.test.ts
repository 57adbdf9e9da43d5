import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMskEvent, isMskEvent, type MskEvent, toMskEvent } from '../../../lib/msk/mskEvent.ts';
import type { MskRecord } from '../../../lib/msk/mskFields.ts';
import { decoded } from '../../fixtures/records.ts';

const source = {
  arn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/events/751d2973-a626-431c-9d4e-d7975eb44dd7-2',
  bootstrapServers: 'b-1.events:9098,b-2.events:9098',
};

const received: MskRecord = {
  topic: 'things',
  partition: 0,
  offset: 15,
  timestamp: 1545084650987,
  timestampType: 'CREATE_TIME',
};

function eventOf(record: MskRecord): MskEvent {
  return { eventSource: 'aws:kafka', records: { 'things-0': [record] } };
}

describe('a batch', () => {
  it('of several partitions is read partition by partition, in offset order', () => {
    const at = (partition: number, offset: number) => ({ ...received, partition, offset });
    const event: MskEvent = {
      eventSource: 'aws:kafka',
      records: { 'things-2': [at(2, 7), at(2, 9)], 'things-0': [at(0, 1)], 'things-10': [at(10, 0)] },
    };
    expect(fromMskEvent(event).map(({ partition, offset }) => [partition, offset])).toEqual([
      [2, 7],
      [2, 9],
      [0, 1],
      [10, 0],
    ]);
  });

  it('of self-managed Kafka has no ARN and reads the same', () => {
    const event: MskEvent = { eventSource: 'SelfManagedKafka', records: { 'things-0': [received] } };
    expect(fromMskEvent(event).map(decoded)).toEqual(fromMskEvent(eventOf(received)).map(decoded));
  });

  it('says where it came from', () => {
    expect(toMskEvent([], source)).toEqual({
      eventSource: 'aws:kafka',
      eventSourceArn: source.arn,
      bootstrapServers: 'b-1.events:9098,b-2.events:9098',
      records: {},
    });
  });

  it('that no Kafka mapping sent is refused', () => {
    expect(() => fromMskEvent({} as MskEvent)).toThrow(expect.objectContaining({ code: 'BAD_RECORD' }));
  });
});

describe('a record without a place', () => {
  const { offset: _, ...placeless } = received;
  const made = (record: object) => fromMskEvent(eventOf(record as MskRecord))[0];

  it('has one made of its bytes, that no real record has, and the same when it comes again', () => {
    const first = made({ ...placeless, value: 'AAAA' });
    expect(first?.offset).toBeGreaterThanOrEqual(2 ** 52);
    expect(Number.isSafeInteger(first?.offset)).toBe(true);
    expect(made({ ...placeless, value: 'AAAA' })).toEqual(first);
    expect(made({ ...placeless, value: 'AAAB' })?.offset).not.toBe(first?.offset);
  });

  it('stays apart from the others when it is re-driven', () => {
    const first = made({ ...placeless, value: 'AAAA' });
    if (!first) throw new Error('no record');
    const [again] = fromMskEvent(toMskEvent([first], source));
    expect(again && decoded(again)).toEqual({ ...decoded(first), misshapen: undefined });
  });
});

it('whatever stands in the map of records is read or kept, and never stops the others', () => {
  const anything = fc.record(
    {
      topic: fc.jsonValue({ maxDepth: 1 }),
      partition: fc.jsonValue({ maxDepth: 1 }),
      offset: fc.jsonValue({ maxDepth: 1 }),
      timestamp: fc.jsonValue({ maxDepth: 1 }),
      key: fc.jsonValue({ maxDepth: 1 }),
      value: fc.jsonValue({ maxDepth: 1 }),
      headers: fc.jsonValue({ maxDepth: 3 }),
    },
    { requiredKeys: [] },
  );
  const property = fc.property(fc.array(fc.oneof(anything, fc.jsonValue())), (records) => {
    const event = { eventSource: 'aws:kafka', records: { 'things-3': [...records, received], 'things-4': records[0] } };
    const read = fromMskEvent(JSON.parse(JSON.stringify(event)));
    expect(
      read
        .slice(0, records.length + 1)
        .map(decoded)
        .at(-1),
    ).toEqual(fromMskEvent(eventOf(received)).map(decoded)[0]);
    for (const { offset, partition, timestamp } of read) {
      expect([offset, partition].every((number) => Number.isSafeInteger(number) && number >= 0)).toBe(true);
      expect(new Date(timestamp).toISOString()).toHaveLength(24);
    }
  });
  fc.assert(property);
});

it.each([
  [{ eventSource: 'aws:kafka', records: {} }, true],
  [{ records: [] }, false],
  [{ version: '2.0', routeKey: 'POST /register' }, false],
  [null, false],
  [[], false],
  ['records', false],
])('%j is a Kafka event: %j', (value, expected) => {
  expect(isMskEvent(value)).toBe(expected);
});

it('a record comes back from an event as it went in, bytes and all', () => {
  const bytes = fc.uint8Array({ maxLength: 20 }).map((held) => Buffer.from(held));
  const record = fc.record({
    topic: fc.constantFrom('things', 'user.events', '__proto__'),
    partition: fc.nat({ max: 11 }),
    offset: fc.maxSafeNat(),
    timestamp: fc.nat({ max: Date.parse('9999-12-31T23:59:59.999Z') }),
    key: fc.option(bytes),
    value: fc.option(bytes),
    headers: fc.array(fc.tuple(fc.oneof(fc.string(), fc.constant('__proto__')), bytes), { maxLength: 4 }),
  });
  const property = fc.property(fc.array(record), (records) => {
    const sent: MskEvent = JSON.parse(JSON.stringify(toMskEvent(records, source)));
    const places = [...new Set(records.map(({ topic, partition }) => `${topic}-${partition}`))];
    const grouped = places.flatMap((place) => records.filter((one) => `${one.topic}-${one.partition}` === place));
    expect(fromMskEvent(sent).map(decoded)).toEqual(grouped);
  });
  fc.assert(property);
});
