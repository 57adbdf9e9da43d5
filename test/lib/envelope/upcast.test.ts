import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { encode } from '../../../lib/envelope/encode.ts';
import { defineEvent } from '../../../lib/envelope/event.ts';
import type { Upcasts } from '../../../lib/envelope/upcast.ts';
import { createReader } from '../../../lib/reading/message.ts';
import { recordOf } from '../../fixtures/records.ts';
import { topicOf } from './topicOf.ts';

const topic = topicOf('embedded');
const shape = {
  type: 'thing.made',
  version: 3,
  topic,
  data: z.object({ thing_id: z.string(), colours: z.array(z.string()), shelf: z.int().optional() }),
  key: () => 'k',
  copies: [{ topic: topicOf('flat') }, { topic: topicOf('bare', 'thing.made') }],
} as const;
const upcasts: Upcasts = {
  1: ({ colour, ...data }) => ({ ...data, color: colour }),
  2: ({ color, ...data }) => ({ ...data, colours: [(color as string).toLowerCase()] }),
};
const thingMade = defineEvent({ ...shape, upcasts });

function read(value: object, definition = thingMade) {
  const reading = createReader(consumerConfig({ name: 'reader', events: [definition], uses: [] }));
  return reading(recordOf({ topic: topic.name, value: { id: 'e-1', type: 'thing.made', thing_id: 't', ...value } }));
}

describe('an event of an older version', () => {
  it.each([
    ['1.4', { colour: 'Red' }, { colours: ['red'] }],
    [undefined, { colour: 'Red' }, { colours: ['red'] }],
    ['2.0', { color: 'Red' }, { colours: ['red'] }],
    ['3.9', { colours: ['red'] }, { colours: ['red'] }],
    ['1.0', { colour: 'Red', shelf: null, new_field: null }, { colours: ['red'], new_field: null }],
  ])('%s becomes the present one before it is checked', (version, given, expected) => {
    expect(read({ version, ...given })).toMatchObject({
      kind: 'message',
      event: { version: 3, data: { thing_id: 't', ...expected } },
    });
  });

  it.each([
    ['newer than known', { version: '4.0' }, 'UNKNOWN_VERSION', 'thing.made has 4, known is 1, 2, 3'],
    ['older than known', { version: '0.9' }, 'UNKNOWN_VERSION', 'thing.made has 0, known is 1, 2, 3'],
    [
      'not what its upcast expects',
      { version: 2 },
      'SCHEMA_MISMATCH',
      'thing.made: the upcast from 2 threw TypeError: ',
    ],
    ['wrong after it, too', { version: 2, color: 'red', thing_id: 7 }, 'SCHEMA_MISMATCH', 'thing.made: thing_id: '],
  ])('that is %s is poison', (_, given, code, message) => {
    expect(read(given)).toMatchObject({
      kind: 'unreadable',
      event: { id: 'e-1' },
      fault: { code, class: 'poison', message: expect.stringContaining(message) },
    });
  });

  it('is poison where its upcast gives no object', () => {
    const broken = defineEvent({ ...shape, upcasts: { 2: () => null as never } });
    expect(read({ version: 2 }, broken)).toMatchObject({
      fault: { code: 'SCHEMA_MISMATCH', message: expect.stringContaining('the upcast from 2 gave no object') },
    });
  });

  it('keeps its bytes as they came', () => {
    const reading = read({ version: 1, colour: 'Red' });
    const bytes = reading.kind === 'message' ? reading.record.value : null;
    expect(Buffer.from(bytes ?? '').toString()).toBe(
      '{"id":"e-1","type":"thing.made","thing_id":"t","version":1,"colour":"Red"}',
    );
  });
});

it.each([[{ 1: () => ({}) }], [{ 3: () => ({}) }], [{ 0: () => ({}), 2: () => ({}) }]] as [Upcasts][])(
  'upcasts that lead nowhere are refused: %j',
  (given) => {
    expect(() => defineEvent({ ...shape, upcasts: given })).toThrow(
      expect.objectContaining({ code: 'EVENT_INVALID', message: expect.stringContaining('does not lead to 3') }),
    );
  },
);

it('what we write now is read as the present version, also where the format has no field for it', () => {
  const reading = createReader(consumerConfig({ name: 'reader', events: [thingMade], uses: [] }));
  const fact = { id: 'e-1', at: '2026-11-21T08:00:00.000Z' };
  const records = encode({ ...thingMade({ thing_id: 't', colours: ['red'] }), fact }, { traceId: 'a', spanId: 'b' });
  expect(records.map((record) => record.topic)).toEqual(['things.embedded', 'things.flat', 'things.bare']);
  for (const record of records) {
    const event = { version: 3, data: { thing_id: 't', colours: ['red'] } };
    expect(reading({ ...record, partition: 0, offset: 0, timestamp: 0 })).toMatchObject({ kind: 'message', event });
  }
});
