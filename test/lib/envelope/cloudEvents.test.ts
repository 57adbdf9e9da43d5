import { describe, expect, it } from 'vitest';
import { recognise } from '../../../lib/envelope/recognise.ts';
import type { WireFormat } from '../../../lib/envelope/topic.ts';
import { recordOf } from '../../fixtures/records.ts';
import { topicOf } from './topicOf.ts';

const data = { thing_id: 't-1', colour: 'rød', metadata: null };
const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const attributes = {
  id: 'e-1',
  type: 'thing.made',
  source: '/shops/7',
  time: '2026-11-21T08:00:00.000Z',
  dataschema: 'https://schemas.example.com/thing.made/v2.json',
  traceparent,
};
const canonical = {
  id: 'e-1',
  idIsPlace: false,
  type: 'thing.made',
  format: 'cloudevents',
  version: 2,
  timestamp: '2026-11-21T08:00:00.000Z',
  source: '/shops/7',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  data,
};

const structured: [string, string] = ['content-type', 'application/cloudevents+json; charset=utf-8'];
const binary: [string, string][] = [
  ['ce_specversion', '1.0'],
  ['ce_id', 'e-1'],
  ['ce_source', '/shops/7'],
  ['ce_type', 'thing.made'],
];

function read(value: unknown, headers: [string, string][], format: WireFormat = 'embedded') {
  return recognise(recordOf({ value, headers }), topicOf(format), () => undefined);
}

describe('the mode', () => {
  const whole = { specversion: '1.0', ...attributes, data };

  it.each([
    ['application/cloudevents+json'],
    ['application/cloudevents+json;charset=UTF-8'],
    ['Application/CloudEvents+JSON; charset=utf-8'],
  ])('is structured where the content type is %s', (contentType) => {
    expect(read(whole, [['content-type', contentType]])).toEqual(canonical);
  });

  it('is structured too where ce_ headers tell the same again', () => {
    expect(read(whole, [...binary, structured])).toEqual(canonical);
  });

  it.each([['application/json'], ['text/plain'], ['']])('is none where the content type is %j', (contentType) => {
    expect(read({ type: 'a', n: 1 }, [['content-type', contentType]]).format).toBe('embedded');
  });

  it('is binary where the value looks like another format', () => {
    const value = { type: 'click', id: 'c-1', data: { x: 1 } };
    expect(read(value, binary)).toMatchObject({ id: 'e-1', type: 'thing.made', format: 'cloudevents', data: value });
  });
});

describe('an attribute', () => {
  it('that lacks is found where it is found for every other format', () => {
    const headers: [string, string][] = [
      ['ce_specversion', '1.0'],
      ['x-event-id', 'h-1'],
      ['traceparent', traceparent],
    ];
    const event = recognise(recordOf({ value: { n: 1 }, headers }), topicOf('flat', 'only'), () => undefined);
    expect(event).toMatchObject({ id: 'h-1', type: 'only', source: 'thing-service', traceId: canonical.traceId });
  });

  it.each([
    ['ce_dataversion', '3.1', 3],
    ['ce_dataschema', 'urn:things:v4', 4],
    ['ce_dataschema', 'https://schemas.example.com/v5/thing', 5],
    ['ce_dataschema', 'https://schemas.example.com/2026-11-21', 1],
    ['ce_dataschema', 'https://schemas.example.com/v8engine', 1],
  ])('%s of %s has the version %i', (name, text, version) => {
    expect(read({}, [...binary, [name, text]]).version).toBe(version);
  });

  it('may have any offset and nanoseconds', () => {
    const event = read({}, [...binary, ['ce_time', '2026-11-21T16:00:00.123456789+08:00']]);
    expect(event.timestamp).toBe('2026-11-21T08:00:00.123456789Z');
  });
});

describe('data', () => {
  it.each([
    ['in structured mode', { id: 'e-1', type: 'a' }, [structured]],
    ['in binary mode', null, binary],
    ['in binary mode, as no bytes', '', binary],
  ])('may be absent %s', (_, value, headers) => {
    expect(read(value, headers).data).toEqual({});
  });

  it.each([
    ['a text', { data: '<a/>' }, [structured], 'NOT_AN_OBJECT'],
    ['a list', { data: [] }, [structured], 'NOT_AN_OBJECT'],
    ['base64 of no JSON', { data_base64: 'PGEvPg==' }, [structured], 'NOT_JSON'],
    ['base64 that is no text', { data_base64: 7 }, [structured], 'NOT_JSON'],
    [
      'base64 of an integer that would be rounded',
      { data_base64: 'eyJuIjo5MDA3MTk5MjU0NzQwOTkzfQ==' },
      [structured],
      'UNSAFE_INTEGER',
    ],
    ['XML', '<a/>', binary, 'NOT_JSON'],
    ['a batch', [attributes], [['content-type', 'application/cloudevents-batch+json']], 'NOT_AN_OBJECT'],
    ['nothing at all', null, [structured], 'NO_VALUE'],
  ] as [string, unknown, [string, string][], string][])('that is %s is poison', (_, value, headers, code) => {
    const given =
      value !== null && typeof value === 'object' && !Array.isArray(value) ? { type: 'a', ...value } : value;
    expect(() => read(given, headers)).toThrow(expect.objectContaining({ code, class: 'poison' }));
  });
});

it('is decoded by what the reader is given, data in base64 too', () => {
  const decoded: string[] = [];
  const decode = (bytes: Uint8Array) => {
    decoded.push(Buffer.from(bytes).toString());
    return { type: 'thing.made', data_base64: 'AQID' };
  };
  const event = recognise(recordOf({ value: 'avro', headers: [structured] }), topicOf('flat'), () => undefined, decode);
  expect(decoded).toEqual(['avro', '\x01\x02\x03']);
  expect(event.type).toBe('thing.made');
});
