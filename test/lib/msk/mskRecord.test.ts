import { describe, expect, it } from 'vitest';
import type { KafkaRecord } from '../../../lib/kafka/record.ts';
import { fromMskEvent, toMskEvent } from '../../../lib/msk/mskEvent.ts';
import type { MskRecord } from '../../../lib/msk/mskFields.ts';
import { decoded } from '../../fixtures/records.ts';

const source = { arn: 'arn:aws:kafka:eu-west-1:123456789012:cluster/events/1', bootstrapServers: 'b-1.events:9098' };

const received: MskRecord = {
  topic: 'things',
  partition: 0,
  offset: 15,
  timestamp: 1545084650987,
  timestampType: 'CREATE_TIME',
  key: 'cmVjb3JkS2V5',
  value: 'SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==',
  headers: [{ headerKey: [104, 101, 97, 100, 101, 114, 86, 97, 108, 117, 101] }],
};

/** The record that an event with only this one stands for. */
function readBack(record: MskRecord): ReturnType<typeof decoded> {
  const [only] = fromMskEvent({ eventSource: 'aws:kafka', records: { 'things-0': [record] } });
  if (!only) throw new Error('no record');
  return decoded(only);
}

function headersOf(headers: NonNullable<MskRecord['headers']>): [string, number[]][] {
  return readBack({ ...received, headers }).headers.map(([name, bytes]) => [name, [...bytes]]);
}

it("reads the record of AWS's own example", () => {
  expect(readBack(received)).toEqual({
    topic: 'things',
    partition: 0,
    offset: 15,
    timestamp: 1545084650987,
    key: Buffer.from('recordKey'),
    value: Buffer.from('Hello, this is a test.'),
    headers: [['headerKey', Buffer.from('headerValue')]],
  });
});

describe('header bytes', () => {
  it.each([
    ['signed, as Java has them', [104, -61, -85]],
    ['unsigned', [104, 195, 171]],
  ])('are read %s', (_, bytes) => {
    expect(headersOf([{ name: bytes }])).toEqual([['name', [0x68, 0xc3, 0xab]]]);
  });

  it('are read over their whole range', () => {
    expect(headersOf([{ name: [-128, -1, 0, 127, 128, 255] }])).toEqual([['name', [128, 255, 0, 127, 128, 255]]]);
  });

  it('are written signed', () => {
    const record = {
      ...readBack(received),
      headers: [['name', Uint8Array.of(0x68, 0xc3, 0xab, 0, 127, 128)]] as const,
    };
    expect(toMskEvent([record], source).records['things-0']?.[0]?.headers).toEqual([
      { name: [104, -61, -85, 0, 127, -128] },
    ]);
  });
});

describe('headers', () => {
  it.each([
    ['an object that no number can be made of', { toString: 1 }],
    ['a list', [1]],
    ['a text', '1'],
    ['null', null],
    ['a fraction', 0.5],
    ['a number that is no byte', 256],
  ])('with %s for a byte make a record misshapen', (_, byte) => {
    const headers = [{ name: [1, byte] }] as unknown as NonNullable<MskRecord['headers']>;
    expect(readBack({ ...received, headers }).misshapen).toMatchObject({ code: 'BAD_RECORD' });
  });

  it('stay in order, repeated names too', () => {
    expect(headersOf([{ b: [1] }, { a: [2] }, { b: [3] }])).toEqual([
      ['b', [1]],
      ['a', [2]],
      ['b', [3]],
    ]);
  });

  it('may be several in one object', () => {
    expect(headersOf([{ b: [1], a: [2] }])).toEqual([
      ['b', [1]],
      ['a', [2]],
    ]);
  });

  it('may be empty, have no value, or have any name', () => {
    expect(headersOf([{ empty: [] }, { none: null }, JSON.parse('{"__proto__":[1]}')])).toEqual([
      ['empty', []],
      ['none', []],
      ['__proto__', [1]],
    ]);
  });

  it('may be none, or absent', () => {
    expect(headersOf([])).toEqual([]);
    expect(readBack({ ...received, headers: undefined } as unknown as MskRecord).headers).toEqual([]);
  });
});

describe('key and value', () => {
  const { key: _, value: __, ...bare } = received;

  it.each([
    ['absent is null', bare, null],
    ['null is null', { ...bare, key: null, value: null }, null],
    ['"" is no bytes, which a partitioner tells from null', { ...bare, key: '', value: '' }, Buffer.alloc(0)],
    ['bytes that are no text', { ...bare, key: 'AP/+', value: 'AP/+' }, Buffer.from([0x00, 0xff, 0xfe])],
  ])('%s', (_name, record, expected) => {
    expect(readBack(record)).toMatchObject({ key: expected, value: expected });
  });

  it('that are null are left out, as Lambda does', () => {
    const record: KafkaRecord = { ...readBack(bare), headers: [] };
    expect(toMskEvent([record], source).records['things-0']).toEqual([{ ...bare, headers: [] }]);
    expect(JSON.stringify(toMskEvent([record], source))).not.toMatch(/"(key|value)"/);
  });
});
