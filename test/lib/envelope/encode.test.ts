import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { encode } from '../../../lib/envelope/encode.ts';
import { defineEvent } from '../../../lib/envelope/event.ts';
import type { NewRecord } from '../../../lib/kafka/record.ts';
import { topicOf } from './topicOf.ts';

const data = z.object({ thing_id: z.string(), colour: z.string(), metadata: z.json().optional() });

const thingMade = defineEvent({
  type: 'thing.made',
  version: 2,
  topic: topicOf('envelope'),
  data,
  key: (thing) => thing.thing_id,
  copies: [
    { topic: topicOf('embedded') },
    { topic: topicOf('flat') },
    {
      topic: topicOf('action'),
      legacyName: { field: 'action', value: 'make' },
      data: ({ thing_id }) => ({ n: thing_id }),
    },
    { topic: topicOf('bare') },
  ],
});

const fact = { id: 'e-1', at: '2026-11-21T08:00:00.000Z' };
const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const red = { thing_id: 't-1', colour: 'rød' };

function written(given: z.output<typeof data>): NewRecord[] {
  return encode({ ...thingMade(given), fact }, trace);
}

describe('an event', () => {
  it('is written to each topic in its own format', () => {
    expect(written(red).map(({ topic, value }) => [topic, Buffer.from(value ?? '').toString()])).toEqual([
      [
        'things.envelope',
        '{"id":"e-1","type":"thing.made","version":"2.0","timestamp":"2026-11-21T08:00:00.000Z","source":"thing-service","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","data":{"thing_id":"t-1","colour":"rød"}}',
      ],
      [
        'things.embedded',
        '{"id":"e-1","type":"thing.made","version":"2.0","timestamp":"2026-11-21T08:00:00.000Z","source":"thing-service","traceId":"4bf92f3577b34da6a3ce929d0e0e4736","thing_id":"t-1","colour":"rød"}',
      ],
      [
        'things.flat',
        '{"event_type":"thing.made","event_id":"e-1","timestamp":"2026-11-21T08:00:00.000Z","thing_id":"t-1","colour":"rød","metadata":{"trace_id":"4bf92f3577b34da6a3ce929d0e0e4736"}}',
      ],
      ['things.action', '{"n":"t-1","action":"make","event_id":"e-1","timestamp":"2026-11-21T08:00:00.000Z"}'],
      ['things.bare', '{"thing_id":"t-1","colour":"rød"}'],
    ]);
  });

  it('has its key, its id, its trace and a version other than 1 on every record', () => {
    for (const { key, headers } of written(red)) {
      expect(Buffer.from(key ?? '').toString()).toBe('t-1');
      expect(headers.map(([name, value]) => [name, Buffer.from(value).toString()])).toEqual([
        ['x-event-id', 'e-1'],
        ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
        ['x-event-version', '2'],
      ]);
    }
  });

  it('keeps its own metadata beside the trace id where the format has both', () => {
    const [, , flat] = written({ ...red, metadata: { shelf: 4 } });
    expect(JSON.parse(Buffer.from(flat?.value ?? '').toString())).toMatchObject({
      metadata: { shelf: 4, trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
    });
  });

  it('keeps a trace id of its own metadata, too, which is not taken for the trace', () => {
    const [, , flat] = written({ ...red, metadata: { trace_id: 'theirs', _trace_id: 'older', shelf: 4 } });
    expect(JSON.parse(Buffer.from(flat?.value ?? '').toString())).toMatchObject({
      metadata: { _trace_id: 'theirs', __trace_id: 'older', shelf: 4, trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
    });
  });

  it('loses what its schema does not name, so that no secret leaves by accident', () => {
    const withPassword = { ...red, password: 'hunter2' };
    expect(written(withPassword).map(({ value }) => Buffer.from(value ?? '').includes('hunter2'))).toEqual(
      Array(5).fill(false),
    );
  });
});

describe('an event is refused', () => {
  it('with no key at all', () => {
    const keyless = defineEvent({
      type: 'keyless',
      version: 1,
      topic: topicOf('bare'),
      data,
      key: () => null as never,
    });
    expect(() => encode({ ...keyless(red), fact }, trace)).toThrow('keyless: it has no key');
  });

  it('with an empty key', () => {
    expect(() => written({ ...red, thing_id: '' })).toThrow(
      expect.objectContaining({
        code: 'EVENT_INVALID',
        message: expect.stringContaining('thing.made: it has no key'),
      }),
    );
  });

  it('with data that do not fit, and says which', () => {
    const wrong = { thing_id: 7, colour: 'red' } as unknown as typeof red;
    expect(() => written(wrong)).toThrow(
      expect.objectContaining({ code: 'EVENT_INVALID', message: expect.stringContaining('thing_id') }),
    );
  });

  it('for a topic that takes bytes only', () => {
    const onRaw = defineEvent({ type: 'a', version: 1, topic: topicOf('raw'), data, key: () => 'k' });
    expect(() => encode({ ...onRaw(red), fact }, trace)).toThrow(expect.objectContaining({ code: 'EVENT_INVALID' }));
  });
});

describe('the size', () => {
  const bare = defineEvent({ type: 'a', version: 1, topic: topicOf('bare'), data, key: () => 'k' });
  // {"thing_id":"","colour":""} is 27 bytes; ø is two.
  const ofBytes = (bytes: number) => ({ thing_id: 'x'.repeat(bytes - 29), colour: 'ø' });

  it('may be 300,000 bytes', () => {
    const [record] = encode({ ...bare(ofBytes(300_000)), fact }, trace);
    expect(record?.value).toHaveLength(300_000);
  });

  it('may not be a byte more', () => {
    expect(() => encode({ ...bare(ofBytes(300_001)), fact }, trace)).toThrow(
      expect.objectContaining({
        code: 'EVENT_TOO_LARGE',
        message: 'an event of ours is larger than 300 KB: a for things.bare has 300001 bytes',
      }),
    );
  });
});
