import { describe, expect, test } from 'vitest';
import { refuse } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

describe('a record that cannot be handled', () => {
  const broken: [string, unknown, string][] = [
    ['is not JSON', '{"id":', 'NOT_JSON'],
    ['is a tombstone', null, 'NO_VALUE'],
    ['fails its schema', placed('e9', 5, { amount: 'five' }), 'SCHEMA_MISMATCH'],
    ['has an unknown major version', placed('e9', 5, { version: '2.0' }), 'UNKNOWN_VERSION'],
  ];
  test.each(broken)(
    'that %s ends as one dead letter with its bytes; the others are handled',
    async (_, value, code) => {
      const platform = await openPlatform([countOrders]);
      const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
      const bad = recordOf({
        offset: 1,
        value,
        headers: [
          ['k', 'v'],
          ['k', 'w'],
        ],
      });
      const batch = [
        recordOf({ offset: 0, value: placed('e1', 5) }),
        bad,
        recordOf({ offset: 2, value: placed('e2', 7) }),
      ];
      expect((await platform.invoke(handler, batch)).outcomes).toEqual(['handled', 'dead-letter', 'handled']);
      const again = await platform.invoke(handler, batch);
      expect(again.reports.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
        ['duplicate', undefined],
        ['duplicate', code],
        ['duplicate', undefined],
      ]);
      const [letter, ...more] = await platform.onTopic('orders.dead');
      expect(more).toEqual([]);
      expect(letter?.key && Buffer.from(letter.key).toString()).toBe('o-1');
      expect(letter?.value && Buffer.from(letter.value)).toEqual(bad.value);
      expect(letter?.headers.slice(0, 2).map(([name, held]) => [name, Buffer.from(held).toString()])).toEqual([
        ['k', 'v'],
        ['k', 'w'],
      ]);
      expect(await total(platform)).toBe(12);
    },
  );

  test('tells its whole story in the headers of the letter', async () => {
    const platform = await openPlatform([countOrders]);
    const throwing: Decider<typeof orderPlaced> = {
      decide: () => {
        throw new TypeError('no amount for jane.doe@example.com');
      },
    };
    const handler = consumer(countOrders, { 'order.placed': throwing }, { open: platform.open() });
    await platform.invoke(handler, [recordOf({ partition: 2, offset: 41, key: null, value: placed('e1', 5) })]);
    const [letter] = await platform.onTopic('orders.dead');
    const told = letter?.headers.map(([name, held]) => [name, Buffer.from(held).toString()]);
    expect(letter?.key).toBeNull();
    const warned = platform.lines.filter(({ message, level }) => message === 'record.settled' && level === 'warn');
    expect(warned).toHaveLength(1);
    expect(told).toEqual([
      ['x-dead-letter-id', 'countOrders#orders-2-41'],
      ['x-original-topic', 'orders'],
      ['x-original-partition', '2'],
      ['x-original-offset', '41'],
      ['x-original-timestamp', '1795247940000'],
      ['x-dlq-consumer', 'countOrders'],
      ['x-error-class', 'poison'],
      ['x-error-code', 'PROGRAMMER_ERROR'],
      [
        'x-error-message',
        'a mistake in our own code: TypeError: no amount for [address] (test/lib/batch/brokenRecords.test.ts:58)',
      ],
      ['x-attempts', '1'],
      ['x-first-failed-at', '2026-11-21T08:00:00.000Z'],
      ['x-failed-at', '2026-11-21T08:00:00.000Z'],
      ['x-replay-count', '0'],
      [
        'x-error-stack',
        expect.stringMatching(/^at Object\.decide \(test\/lib\/batch\/brokenRecords\.test\.ts:58:15\)\nat /),
      ],
    ]);
  });

  test('never hides the healthy one with the same event id on another topic', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    await platform.invoke(handler, [recordOf({ value: placed('e1', 5, { amount: null }) })]);
    const healthy = recordOf({
      topic: 'old-orders',
      value: { action: 'place', event_id: 'e1', order_id: 'o-1', amount: 5 },
    });
    expect((await platform.invoke(handler, [healthy])).outcomes).toEqual(['handled']);
    expect(await total(platform)).toBe(5);
  });

  test.each([
    ['of 5,000 characters', 'x'.repeat(5_000)],
    ['that is no proper text', '\ud800'],
  ])('and has an id %s is a dead letter all the same, and blocks nothing', async (_, id) => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    const batch = [
      recordOf({ offset: 0, value: placed(id, 5) }),
      recordOf({ offset: 1, value: placed(id, 5, { version: 9 }) }),
    ];
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['handled', 'dead-letter']);
    expect((await platform.invoke(handler, batch)).outcomes).toEqual(['duplicate', 'duplicate']);
  });

  test('of 900 KB comes out of the outbox whole, though no item could hold it', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    const large = recordOf({ value: `{"broken": "${'x'.repeat(900_000)}` });
    expect((await platform.invoke(handler, [large])).outcomes).toEqual(['dead-letter']);
    const [letter] = await platform.onTopic('orders.dead');
    expect(Buffer.compare(letter?.value ?? Buffer.alloc(0), large.value ?? Buffer.alloc(0))).toBe(0);
  });

  test('with 600 KB of header names comes out of the outbox, too', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    const odd = recordOf({ value: '{broken', headers: [['漢'.repeat(200_000), 'v']] });
    expect((await platform.invoke(handler, [odd])).outcomes).toEqual(['dead-letter']);
  });

  test('that the business refuses is remembered as refused', async () => {
    const platform = await openPlatform([countOrders]);
    const refusing: Decider<typeof orderPlaced> = { decide: () => refuse('unknown merchant') };
    const handler = consumer(countOrders, { 'order.placed': refusing }, { open: platform.open() });
    const batch = [recordOf({ value: placed('e1', 5) })];
    const first = await platform.invoke(handler, batch);
    const second = await platform.invoke(handler, batch);
    const told = [...first.reports, ...second.reports].map(({ outcome, attempts, errorClass }) => [
      outcome,
      attempts,
      errorClass,
    ]);
    expect(told).toEqual([
      ['dead-letter', 1, 'permanent'],
      ['duplicate', 0, 'permanent'],
    ]);
  });
});
