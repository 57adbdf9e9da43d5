// Upgrade safety: whoever reads the events that were released can go on.
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { events } from '../../events/catalogue.ts';
import { userRegistered } from '../../events/user.ts';
import { defineEvent } from '../../lib/envelope/event.ts';
import { breaks, type Schema } from './compatibility.ts';
import { readReleased, releaseFaults, withReleased } from './releasedEvents.ts';

it('the events of the catalogue break none that was released', () => {
  expect(Object.keys(readReleased()).length).toBeGreaterThan(20);
  expect(releaseFaults(readReleased(), events)).toEqual([]);
});

describe('an event', () => {
  const { topic } = userRegistered;
  const key = () => 'k';
  const first = defineEvent({
    type: 'shop.opened',
    version: 1,
    topic,
    key,
    data: z.strictObject({ name: z.string() }),
  });
  const data = z.strictObject({ title: z.string() });
  const upcasts = { 1: ({ name = '' }) => ({ title: name }) };
  const second = defineEvent({ type: 'shop.opened', version: 2, topic, key, data, upcasts });
  const forgetful = defineEvent({ type: 'shop.opened', version: 2, topic, key, data });
  const hasty = defineEvent({ type: 'shop.opened', version: 1, topic, key, data });
  const released = withReleased({}, [first]);

  it('may have a new version that reads the older one', () => {
    expect(releaseFaults(released, [second])).toEqual([]);
    const both = withReleased(released, [second]);
    expect(Object.keys(both).toSorted()).toEqual(['shop.opened 1', 'shop.opened 2']);
    expect(releaseFaults(both, [second])).toEqual([]);
  });

  it('is refused where it forgets the older one, changes without a new version, or goes', () => {
    const unread = 'shop.opened 1 is not read any more: version 2 needs an upcast';
    expect(releaseFaults(released, [forgetful])).toEqual([unread]);
    expect(releaseFaults(released, [hasty])).toEqual([
      'shop.opened 1 needs a new version: data.name: removed',
      'shop.opened 1 needs a new version: data.title: needed now, and older events lack it',
    ]);
    expect(releaseFaults(released, [])).toEqual([expect.stringContaining('shop.opened 1 was released, and is gone')]);
  });
});

describe('of two schemas', () => {
  const order = z.strictObject({
    id: z.string().min(1).max(64),
    state: z.enum(['open', 'paid']),
    lines: z.array(z.strictObject({ sku: z.string(), amount: z.int().min(0) })),
    note: z.string().optional(),
  });
  const asSchema = (schema: z.ZodType) =>
    JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'output' }))) as Schema;
  const { shape } = order;

  it.each<[string, z.ZodType, string[]]>([
    ['nothing changed', order, []],
    ['an optional field was added', order.extend({ channel: z.string().optional() }), []],
    ['a word was added', order.extend({ state: z.enum(['open', 'paid', 'sent']) }), []],
    ['a bound was loosened', order.extend({ id: z.string().min(1).max(128) }), []],
    ['a field was removed', order.omit({ note: true }), ['data.note: removed']],
    [
      'a needed field was added',
      order.extend({ channel: z.string() }),
      ['data.channel: needed now, and older events lack it'],
    ],
    ['a field may be absent', order.extend({ state: shape.state.optional() }), ['data.state: may be absent now']],
    ['a word was taken away', order.extend({ state: z.enum(['open']) }), ['data.state: no longer takes "paid"']],
    ['a bound was tightened', order.extend({ id: z.string().min(1).max(32) }), ['data.id: maxLength was 64, is 32']],
    ['a bound was set', order.extend({ note: z.string().max(9).optional() }), ['data.note: maxLength was none, is 9']],
    ['a type was changed', order.extend({ note: z.boolean().optional() }), ['data.note: was "string", is "boolean"']],
    [
      'a field deep inside was changed',
      order.extend({ lines: z.array(z.strictObject({ sku: z.string(), amount: z.string() })) }),
      ['data.lines[].amount: was "integer", is "string"'],
    ],
  ])('%s', (_, present, told) => {
    expect(breaks(asSchema(order), asSchema(present))).toEqual(told);
  });
});
