import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineEvent, tolerant } from '../../../lib/envelope/event.ts';
import { defineRaw } from '../../../lib/envelope/rawEvent.ts';
import { topicOf } from './topicOf.ts';

const data = z.object({ thing_id: z.string(), colour: z.string(), shelf: z.int().optional() });
const shape = { type: 'thing.made', version: 1, topic: topicOf('embedded'), data, key: () => 'k' } as const;
const thingMade = defineEvent({ ...shape, reads: tolerant(data, ['colour']) });

const fault = (work: () => unknown): Error => {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('expected a fault, came none');
};

describe('a received event', () => {
  it.each([
    ['whole', { thing_id: 't', colour: 'red', shelf: 1 }, { thing_id: 't', colour: 'red', shelf: 1 }],
    ['without what may be lacking', { thing_id: 't' }, { thing_id: 't' }],
    ['with null for absent', { thing_id: 't', colour: null, shelf: null }, { thing_id: 't' }],
    ['with fields nobody knows', { thing_id: 't', a: null, b: { c: [1] } }, { thing_id: 't', a: null, b: { c: [1] } }],
  ])('is read %s', (_, received, expected) => {
    expect(thingMade.read(received)).toEqual(expected);
  });

  it.each([
    ['lacks what it must have', {}, 'thing_id'],
    ['has null there', { thing_id: null }, 'thing_id'],
    ['has something of another type', { thing_id: 't', colour: 7 }, 'colour'],
    ['has another type where it may be lacking', { thing_id: 't', shelf: '4' }, 'shelf'],
  ])('is poison when it %s', (_, received, field) => {
    expect(() => thingMade.read(received)).toThrow(
      expect.objectContaining({ code: 'SCHEMA_MISMATCH', class: 'poison' }),
    );
    expect(() => thingMade.read(received)).toThrow(`thing.made: ${field}: `);
  });

  it('is told all that is wrong with it at once', () => {
    expect(() => thingMade.read({ colour: 7 })).toThrow(/thing_id: .*; colour: /);
  });

  it('is told of a thousand wrong fields the first ten, of each no more than its beginning', () => {
    const prices = z.record(z.string(), z.int());
    const thingPriced = defineEvent({ ...shape, type: 'thing.priced', data: z.object({ prices }) });
    const fields = Array.from({ length: 1_000 }, (_, at) => [`${at}${'x'.repeat(10_000)}`, 'a lot']);
    const message = fault(() => thingPriced.read({ prices: Object.fromEntries(fields) })).message;
    expect(message.startsWith('the data does not fit the schema: thing.priced: prices.0xxx')).toBe(true);
    expect(message.endsWith('; and 990 more')).toBe(true);
    expect(message.length).toBeLessThan(2_500);
  });

  it('cannot give its data another prototype', () => {
    const read = thingMade.read(JSON.parse('{"thing_id":"t","__proto__":{"admin":true}}'));
    expect((read as { admin?: boolean }).admin).toBeUndefined();
  });
});

describe('a definition', () => {
  it('names every topic that carries the event, its own first', () => {
    const copied = defineEvent({ ...shape, copies: [{ topic: topicOf('flat') }] });
    expect(copied.topics.map(({ name }) => name)).toEqual(['things.embedded', 'things.flat']);
  });

  it.each([
    ['embedded', 'data'],
    ['embedded', 'source'],
    ['flat', 'timestamp'],
    ['action', 'type'],
    ['bare', 'action'],
  ] as const)('for a topic of format %s may have no field %s', (format, field) => {
    const clashing = { ...shape, topic: topicOf(format), data: z.object({ [field]: z.string() }) };
    expect(() => defineEvent(clashing)).toThrow(
      expect.objectContaining({
        code: 'EVENT_INVALID',
        message: expect.stringContaining(`thing.made: things.${format} (${format}) has its own ${field}`),
      }),
    );
  });

  it('may have any field where the format keeps its own apart, or the copy writes another payload', () => {
    const enveloped = { ...shape, topic: topicOf('envelope'), data: z.object({ id: z.string(), type: z.string() }) };
    expect(() =>
      defineEvent({ ...enveloped, copies: [{ topic: topicOf('embedded'), data: ({ id }) => ({ thing_id: id }) }] }),
    ).not.toThrow();
    expect(() => defineEvent({ ...enveloped, copies: [{ topic: topicOf('embedded') }] })).toThrow('id, type');
  });
});

describe('a raw event', () => {
  const raw = defineRaw({ type: 'dead', topics: [topicOf('raw')] });
  const record = { topic: 'a', partition: 0, offset: 0, timestamp: 0, key: null, value: null, headers: [] };

  it('is read as it is', () => {
    expect(raw.read({ record })).toEqual({ record });
  });

  it.each([
    ['made', () => raw({ record })],
    ['checked', () => raw.check({ record })],
    ['keyed', () => raw.key({ record })],
  ])('is never %s', (_, write) => {
    expect(write).toThrow(
      expect.objectContaining({ code: 'EVENT_INVALID', message: expect.stringContaining('things.raw') }),
    );
  });
});
