import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromMskEvent, isMskEvent, type MskEvent, type MskRecord, toMskEvent } from '../../../lib/msk/mskEvent.ts';

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
    expect(fromMskEvent(event)).toEqual(fromMskEvent(eventOf(received)));
  });

  it('says where it came from', () => {
    expect(toMskEvent([], source)).toEqual({
      eventSource: 'aws:kafka',
      eventSourceArn: source.arn,
      bootstrapServers: 'b-1.events:9098,b-2.events:9098',
      records: {},
    });
  });

  it.each([
    ['no topic', { ...received, topic: undefined }, 'records["things-0"][0]'],
    ['a negative offset', { ...received, offset: -1 }, 'records["things-0"][0]'],
    ['an offset as text', { ...received, offset: '15' }, 'records["things-0"][0]'],
    ['half a partition', { ...received, partition: 0.5 }, 'records["things-0"][0]'],
  ])('with %s names the place', (_, record, place) => {
    expect(() => fromMskEvent(eventOf(record as MskRecord))).toThrow(
      expect.objectContaining({ code: 'BAD_RECORD', message: expect.stringContaining(place) }),
    );
  });

  it('whose partition is no list names the place', () => {
    const event = { eventSource: 'aws:kafka', records: { 'things-0': {} } } as unknown as MskEvent;
    expect(() => fromMskEvent(event)).toThrow('records["things-0"] is not an array');
  });
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
    timestamp: fc.maxSafeNat(),
    key: fc.option(bytes),
    value: fc.option(bytes),
    headers: fc.array(fc.tuple(fc.oneof(fc.string(), fc.constant('__proto__')), bytes), { maxLength: 4 }),
  });
  const property = fc.property(fc.array(record), (records) => {
    const sent: MskEvent = JSON.parse(JSON.stringify(toMskEvent(records, source)));
    const places = [...new Set(records.map(({ topic, partition }) => `${topic}-${partition}`))];
    const grouped = places.flatMap((place) => records.filter((one) => `${one.topic}-${one.partition}` === place));
    expect(fromMskEvent(sent)).toEqual(grouped);
  });
  fc.assert(property);
});
