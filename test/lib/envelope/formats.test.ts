import { describe, expect, it } from 'vitest';
import { type Names, recognise } from '../../../lib/envelope/recognise.ts';
import type { WireFormat } from '../../../lib/envelope/topic.ts';
import { recordOf } from '../../fixtures/records.ts';
import { topicOf } from './topicOf.ts';

const names: Names = ({ field, value }) => (field === 'action' && value === 'make' ? 'thing.made' : undefined);
const everyTopic: WireFormat[] = ['envelope', 'embedded', 'flat', 'action', 'bare'];

const id = 'e-1';
const timestamp = '2026-11-21T16:00:00+08:00';
const data = { thing_id: 't-1', colour: 'red' };

/** The value that each producer writes, and its event in memory. */
const shapes: [string, object, object][] = [
  [
    'envelope',
    { id, type: 'thing.made', version: '1.0', timestamp, source: 'shop', traceId: 'tr-1', data },
    { id, format: 'envelope', source: 'shop', traceId: 'tr-1', data },
  ],
  [
    'envelope without id and version (CARD)',
    { type: 'thing.made', data, timestamp, source: 'shop', traceId: 'tr-1' },
    { id: 'things-2-7', format: 'envelope', source: 'shop', traceId: 'tr-1', data },
  ],
  [
    'envelope without source and trace id (TRX)',
    { id, type: 'thing.made', timestamp, data },
    { id, format: 'envelope', data },
  ],
  [
    'embedded, as we write it',
    { id, type: 'thing.made', version: '1.0', timestamp, source: 'shop', traceId: 'tr-1', ...data },
    { id, format: 'embedded', source: 'shop', traceId: 'tr-1', data },
  ],
  [
    'embedded with id and event_type',
    { id, event_type: 'thing.made', version: '1.0', timestamp, source: 'shop', traceId: 'tr-1', ...data },
    { id, format: 'embedded', source: 'shop', traceId: 'tr-1', data },
  ],
  [
    'embedded with event_id and type',
    { event_id: id, type: 'thing.made', timestamp, ...data },
    { id, format: 'embedded', data },
  ],
  [
    'flat, as we write it',
    { event_type: 'thing.made', event_id: id, timestamp, ...data, metadata: { trace_id: 'tr-1', shelf: 4 } },
    { id, format: 'flat', traceId: 'tr-1', data: { ...data, metadata: { shelf: 4 } } },
  ],
  [
    'flat with a trace id of the business among its metadata, as we write it',
    { event_type: 'thing.made', event_id: id, timestamp, ...data, metadata: { _trace_id: 'theirs', trace_id: 'tr-1' } },
    { id, format: 'flat', traceId: 'tr-1', data: { ...data, metadata: { trace_id: 'theirs' } } },
  ],
  [
    'flat without id, timestamp and metadata',
    { event_type: 'thing.made', ...data, created_at: timestamp },
    { id: 'things-2-7', format: 'flat', data: { ...data, created_at: timestamp } },
  ],
  ['action', { ...data, action: 'make', event_id: id, timestamp }, { id, format: 'action', data }],
];

describe.each(everyTopic)('on a topic of format %s', (format) => {
  it.each(shapes)('%s is recognised', (_, value, expected) => {
    const record = recordOf({ topic: 'things', partition: 2, offset: 7, value });
    expect(recognise(record, topicOf(format), names)).toEqual({
      type: 'thing.made',
      version: 1,
      timestamp: '2026-11-21T08:00:00.000Z',
      source: 'thing-service',
      traceId: null,
      idIsPlace: 'id' in expected && expected.id === 'things-2-7',
      ...expected,
    });
  });

  it('a payload alone is what the topic is about', () => {
    expect(recognise(recordOf({ topic: 'things', value: data }), topicOf(format, 'thing.made'), names)).toEqual({
      id: 'things-0-0',
      idIsPlace: true,
      type: 'thing.made',
      format: 'bare',
      version: 1,
      timestamp: '2026-11-21T07:59:00.000Z',
      source: 'thing-service',
      traceId: null,
      data,
    });
  });

  it('a payload alone is poison where several types share the topic', () => {
    expect(() => recognise(recordOf({ value: data }), topicOf(format), names)).toThrow(
      expect.objectContaining({ code: 'NO_EVENT_TYPE', class: 'poison' }),
    );
  });
});

describe('an event_type and no more to tell the formats apart', () => {
  const value = { event_type: 'thing.made', event_id: id, timestamp, ...data };

  it.each([
    ['embedded', 'embedded'],
    ['flat', 'flat'],
    ['action', 'flat'],
  ] as const)('on a topic of format %s is %s, and the same event', (format, expected) => {
    expect(recognise(recordOf({ value }), topicOf(format), names)).toMatchObject({ id, format: expected, data });
  });

  it('leaves id, version and source to the business where the topic is flat', () => {
    const business = { id: 'card-9', version: 4, source: 'till' };
    const event = recognise(recordOf({ value: { ...value, ...business } }), topicOf('flat'), names);
    expect(event).toMatchObject({ id, version: 1, source: 'thing-service', data: business });
  });

  it('leaves type and data to the business too where the topic is flat', () => {
    const business = { type: 'click', data: { x: 1 } };
    const event = recognise(recordOf({ value: { ...value, ...business } }), topicOf('flat'), names);
    expect(event).toMatchObject({ id, type: 'thing.made', data: { ...data, ...business } });
  });

  it.each([['embedded'], ['action'], ['bare'], ['envelope']] as const)(
    'does not hide the version of an embedded event where the topic is %s',
    (format) => {
      const event = recognise(recordOf({ value: { ...value, version: '9.0' } }), topicOf(format), names);
      expect(event.version).toBe(9);
    },
  );
});
