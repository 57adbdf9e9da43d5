import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headerText } from '../../lib/kafka/record.ts';
import { toMskEvent } from '../../lib/msk/mskEvent.ts';
import { total } from '../fixtures/counting.ts';
import { countOrders } from '../fixtures/orders.ts';
import { openPlatform, source } from '../fixtures/platform.ts';
import { recordOf } from '../fixtures/records.ts';
import { invokeUntilAnswered } from './crashing/lambda.ts';

const order = (partition: number, offset: number, orderId: string, key = orderId) =>
  recordOf({
    partition,
    offset,
    key,
    value: { id: `e${partition}-${offset}`, type: 'order.placed', order_id: orderId, amount: 5 },
  });

/** The record in the middle ends the process; the one behind it has its key. */
const batchWith = (deadly: string) => [
  order(0, 7, 'a'),
  order(0, 8, 'b'),
  order(1, 20, 'c'),
  order(1, 21, deadly, 'd'),
  order(1, 22, 'd'),
  order(1, 23, 'e'),
  order(2, 3, 'f'),
  order(2, 4, 'g'),
];

describe('a record that ends the process', () => {
  test.each([
    ['exits', 'exit', '7'],
    ['runs out of memory', 'memory', 'SIGABRT'],
    ['loops past the time-out', 'loop', 'SIGKILL'],
  ])(
    'as it %s is a dead letter in the fourth run; its neighbours, of all partitions, are each handled once',
    async (_, deadly, end) => {
      const platform = await openPlatform([countOrders]);
      const file = join(platform.folder, 'event.json');
      writeFileSync(file, JSON.stringify(toMskEvent(batchWith(deadly), source)));
      const { ends, outcomes } = await invokeUntilAnswered(platform.folder, file);
      expect(ends).toEqual([end, end, end, 'answered']);
      expect(outcomes).toContain('1@21 dead-letter CRASHED');
      for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) expect(await total(platform, id), id).toBe(5);
      expect(await total(platform, deadly)).toBeUndefined();
      const letters = await platform.onTopic('orders.dead');
      const told = letters.map(({ headers }) => [
        headerText(headers, 'x-dead-letter-id'),
        headerText(headers, 'x-error-class'),
        headerText(headers, 'x-error-code'),
        headerText(headers, 'x-error-message'),
      ]);
      expect(told).toEqual([
        [
          'countOrders#orders-1-21',
          'poison',
          'CRASHED',
          'the process ended (memory, endless loop, exit) twice while it handled this record alone: orders-1@21 in countOrders',
        ],
      ]);
    },
    60_000,
  );
});
