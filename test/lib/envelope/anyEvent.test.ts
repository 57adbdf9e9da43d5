import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { defineAny } from '../../../lib/envelope/anyEvent.ts';
import { encode } from '../../../lib/envelope/encode.ts';
import { defineEvent } from '../../../lib/envelope/event.ts';
import { createReader } from '../../../lib/reading/message.ts';
import { recordOf } from '../../fixtures/records.ts';
import { topicOf } from './topicOf.ts';

const topic = topicOf('action');
const everything = defineAny({ type: 'everything', topic });
const entered = defineEvent({
  type: 'entered',
  version: 1,
  topic,
  legacyName: { field: 'action', value: 'enter' },
  data: z.object({ id: z.string() }),
  key: (data) => data.id,
});

function reading(value: object, events = [everything, entered]) {
  const read = createReader(consumerConfig({ name: 'keeper', events, uses: [] }))(
    recordOf({ topic: topic.name, value }),
  );
  return read.kind === 'message' ? [read.route, read.event.type, read.event.version, read.event.data] : read.kind;
}

describe('a definition of any event', () => {
  test('takes every type of its topic, as it came', () => {
    expect(reading({ action: 'left', id: null, more: { n: 1 } })).toEqual([
      'everything',
      'left',
      1,
      { id: null, more: { n: 1 } },
    ]);
    expect(reading({ event_type: 'moved', version: '7.1', thing: 'a' })).toEqual([
      'everything',
      'moved',
      7,
      { thing: 'a' },
    ]);
  });

  test('leaves a type that is declared by itself to its own handler', () => {
    expect(reading({ action: 'enter', id: 'a' })).toEqual([
      'entered',
      'entered',
      1,
      expect.objectContaining({ id: 'a' }),
    ]);
  });

  test('still needs to be told a type', () => {
    expect(reading({ id: 'a' }, [everything] as never)).toBe('unreadable');
  });

  test('is never written', () => {
    expect(() => everything({})).toThrow(expect.objectContaining({ code: 'EVENT_INVALID' }));
  });
});

test('an event is written under the name that its own topic has for it', () => {
  const fact = { id: 'e1', at: '2026-11-21T08:00:00.000Z' };
  const [record] = encode({ ...entered({ id: 'a' }), fact }, { traceId: '0'.repeat(32), spanId: '0'.repeat(16) });
  expect(JSON.parse(String(record?.value))).toEqual({ id: 'a', action: 'enter', event_id: 'e1', timestamp: fact.at });
});
