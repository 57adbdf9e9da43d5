import { expect, test } from 'vitest';
import { collector, consumer, delivery } from '../../../lib/consumer/constructors.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { collecting } from '../../fixtures/collecting.ts';
import { counting } from '../../fixtures/counting.ts';
import { countOrders, mailReceipts, orderCounted, orderPlaced } from '../../fixtures/orders.ts';
import type { receipt } from '../../fixtures/receipts.ts';

test('a handler with a misspelled event type does not start, though no compiler looked at it', () => {
  const misspelled = { 'order.palced': counting } as unknown as { 'order.placed': typeof counting };
  expect(() => consumer(countOrders, misspelled)).toThrow(
    'countOrders declares order.placed; its handler.ts has order.palced',
  );
});

test('a collector whose config does not declare the table of its watermarks does not start', () => {
  expect(() => collector(countOrders, collecting)).toThrow('countOrders collects: add table(watermarks) to uses');
});

test('a delivery does not start with one event too few, either', () => {
  expect(() => delivery(mailReceipts, {} as { 'order.placed': ReturnType<typeof receipt> })).toThrow(
    'mailReceipts declares order.placed; its handler.ts has ',
  );
});

test.each([[[orderPlaced, orderCounted]], [[orderCounted, orderPlaced]]] as const)(
  'a handler may name its events in any order',
  (events) => {
    const config = consumerConfig({ name: 'watchOrders', events, uses: [] });
    expect(() => consumer(config, { 'order.placed': counting, 'order.counted': counting } as never)).not.toThrow();
  },
);
