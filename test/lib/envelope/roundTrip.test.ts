import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { encode } from '../../../lib/envelope/encode.ts';
import { defineEvent } from '../../../lib/envelope/event.ts';
import { recognise } from '../../../lib/envelope/recognise.ts';
import type { WireFormat } from '../../../lib/envelope/topic.ts';
import { topicOf } from './topicOf.ts';

/** Names that some format keeps for itself; `created_at` is the time of a bare value that has no other. */
const keptNames = [
  ...['id', 'event_id', 'type', 'event_type', 'action', 'version', 'timestamp', 'source', 'traceId'],
  ...['data', 'metadata', 'created_at', '__proto__'],
];

/**
 * Names hold no backslash: JSON.parse of Node 24.21 (V8 13.6), having read an object with the key \, takes the key \" of a
 * later object for the same. Nothing of ours is involved, and the pair would fail one run of this test in some thousand.
 */
const name = fc.string().filter((candidate) => !keptNames.includes(candidate) && !candidate.includes('\\'));
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'binary' }),
    fc.maxSafeInteger(),
    fc.integer().map((cents) => cents / 64),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;

const given = fc.record({
  id: fc.string({ minLength: 1, unit: 'grapheme' }),
  atMs: fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
  key: fc.string({ minLength: 1 }),
  payload: fc.dictionary(name, json, { maxKeys: 5 }),
});

const trace = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' };
const written: WireFormat[] = ['envelope', 'embedded', 'flat', 'action', 'bare'];

describe.each(written)('an event written as %s', (format) => {
  const topic = topicOf(format, 'thing.made');
  const thingMade = defineEvent({
    type: 'thing.made',
    version: 1,
    topic,
    data: z.looseObject({ thing_id: z.string() }),
    key: (thing) => thing.thing_id,
  });

  it.each(written)('is read back whole on a topic of format %s', (readAs) => {
    const property = fc.property(given, ({ id, atMs, key, payload }) => {
      const data = { ...payload, thing_id: key };
      const at = atMs.toISOString();
      const [record] = encode({ ...thingMade(data), fact: { id, at } }, trace);
      if (!record) throw new Error('nothing was written');
      const place = { partition: 0, offset: 0, timestamp: atMs.getTime() };
      const event = recognise({ ...record, ...place }, topicOf(readAs, 'thing.made'), () => undefined);
      // `flat` adds its trace id there, and takes it out again.
      const { metadata: _, ...read } = event.data;
      expect(event).toMatchObject({
        id,
        idIsPlace: false,
        type: 'thing.made',
        version: 1,
        timestamp: at,
        traceId: trace.traceId,
      });
      expect(read).toEqual(data);
    });
    fc.assert(property, { numRuns: 60 });
  });
});

it.each(written.slice(0, 3))('metadata of the business are read back from %s, whatever their names', (format) => {
  const topic = topicOf(format, 'thing.made');
  const data = z.looseObject({ thing_id: z.string() });
  const thingMade = defineEvent({ type: 'thing.made', version: 1, topic, data, key: () => 'k' });
  const names = fc.constantFrom('trace_id', '_trace_id', '__trace_id', 'trace_id_', '_trace', 'channel_outcome');
  const property = fc.property(fc.dictionary(names, fc.string()), (metadata) => {
    const fact = { id: 'e-1', at: '2026-11-21T08:00:00.000Z' };
    const [record] = encode({ ...thingMade({ thing_id: 't', metadata }), fact }, trace);
    if (!record) throw new Error('nothing was written');
    const event = recognise({ ...record, partition: 0, offset: 0, timestamp: 0 }, topic, () => undefined);
    expect([event.data['metadata'], event.traceId]).toEqual([{ ...metadata }, trace.traceId]);
  });
  fc.assert(property);
});
