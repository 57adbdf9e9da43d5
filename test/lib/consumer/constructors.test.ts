import { expect, test } from 'vitest';
import { collector, consumer } from '../../../lib/consumer/constructors.ts';
import { collecting } from '../../fixtures/collecting.ts';
import { counting } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';

test('a handler with a misspelled event type does not start, though no compiler looked at it', () => {
  const misspelled = { 'order.palced': counting } as unknown as { 'order.placed': typeof counting };
  expect(() => consumer(countOrders, misspelled)).toThrow(
    'countOrders declares order.placed; its handler.ts has order.palced',
  );
});

test('a collector whose config does not declare the table of its watermarks does not start', () => {
  expect(() => collector(countOrders, collecting)).toThrow('countOrders collects: add table(watermarks) to uses');
});
