import { expect, test } from 'vitest';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { counting } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';

test('a handler with a misspelled event type does not start, though no compiler looked at it', () => {
  const misspelled = { 'order.palced': counting } as unknown as { 'order.placed': typeof counting };
  expect(() => consumer(countOrders, misspelled)).toThrow(
    'countOrders declares order.placed; its handler.ts has order.palced',
  );
});
