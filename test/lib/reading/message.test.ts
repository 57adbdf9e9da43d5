import { describe, expect, test } from 'vitest';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { defineRaw } from '../../../lib/envelope/rawEvent.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { createReader, type Read } from '../../../lib/reading/message.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { recordOf } from '../../fixtures/records.ts';

const read = createReader(countOrders);

function unreadable(reading: Read) {
  if (reading.kind !== 'unreadable') throw new Error(`expected an unreadable record, is ${reading.kind}`);
  return reading;
}

describe('a record', () => {
  test('of an event that is handled is a message, its data as checked and as told', () => {
    const reading = read(recordOf({ value: placed('e1', 5, { email: null }) }));
    expect(reading).toMatchObject({
      kind: 'message',
      topic: { name: 'orders' },
      event: { id: 'e1', type: 'order.placed', version: 1, data: { order_id: 'o-1', amount: 5 } },
      told: { order_id: 'o-1', amount: 5, email: null },
    });
  });

  test('of a copy in other words is the same event', () => {
    const record = recordOf({
      topic: 'old-orders',
      value: { action: 'place', event_id: 'e1', order_id: 'o-1', amount: 5 },
    });
    expect(read(record)).toMatchObject({
      kind: 'message',
      topic: { name: 'old-orders' },
      event: { type: 'order.placed' },
    });
  });

  test('of another event is ignored, and said which', () => {
    const event = { id: 'e1', type: 'order.shipped' };
    expect(read(recordOf({ value: placed('e1', 5, { type: 'order.shipped' }) }))).toMatchObject({
      kind: 'ignored',
      event,
    });
  });

  test('that fails its schema can not be handled; its event is told as far as it was read', () => {
    const { event, fault, topic } = unreadable(read(recordOf({ value: placed('e1', 5, { amount: 'five' }) })));
    expect([event?.id, fault.code, topic.deadLetterTopic]).toEqual(['e1', 'SCHEMA_MISMATCH', 'orders.dead']);
  });

  test('that is not shaped as documented can not be handled, whatever it holds', () => {
    const misshapen = new Fault('BAD_RECORD', 'the offset is no number');
    const given = { ...recordOf({ value: placed('e1', 5) }), misshapen };
    expect(unreadable(read(given))).toMatchObject({ event: null, fault: misshapen, topic: { name: 'orders' } });
    expect(unreadable(read({ ...given, topic: 'payments' })).fault).toBe(misshapen);
  });

  test('of a topic that the consumer does not read gets a letter where those of its own topics go', () => {
    const { event, fault, topic } = unreadable(
      read(recordOf({ topic: 'payments', offset: 7, value: placed('e1', 5) })),
    );
    expect([event, fault.code, fault.message]).toEqual([
      null,
      'BAD_RECORD',
      expect.stringContaining('payments-0@7 came to countOrders, which reads orders, old-orders'),
    ]);
    expect(topic).toEqual({
      name: 'payments',
      system: 'unknown',
      format: 'envelope',
      compression: 'none',
      partitions: 1,
      retentionDays: 7,
      keyRule: '',
      deadLetterTopic: 'orders.dead',
      source: '',
      producers: [],
      consumers: [],
      onlyType: null,
    });
  });
});

test('a record of a topic of bytes is not read at all: it is its own data, told by a hash', () => {
  const [orders] = countOrders.topics;
  if (!orders) throw new Error('a topic is missing');
  const letters = { ...orders, name: 'orders.dead', format: 'raw', deadLetterTopic: null } as const;
  const others = { ...letters, name: 'others.dead' };
  const more = { ...letters, name: 'more.dead' };
  const events = [
    defineRaw({ type: 'other-letter', topics: [others] }),
    defineRaw({ type: 'letter', topics: [more, letters] }),
  ];
  const reader = createReader(consumerConfig({ name: 'keepLetters', events, uses: [] }));
  const record = recordOf({ topic: 'orders.dead', partition: 2, offset: 1042, value: 'x' });
  expect(reader(record)).toEqual({
    kind: 'message',
    record,
    topic: letters,
    event: {
      id: 'orders.dead-2-1042',
      idIsPlace: true,
      type: 'letter',
      format: 'raw',
      version: 1,
      timestamp: '2026-11-21T07:59:00.000Z',
      source: '',
      traceId: null,
      data: { record },
    },
    route: 'letter',
    // SHA-256 of "3:o-11:x".
    told: 'AS6aS2K9HK2vRUH_',
  });
});
