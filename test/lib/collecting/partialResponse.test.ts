import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { collector } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { toMskEvent } from '../../../lib/msk/mskEvent.ts';
import { collectOrders, failingAt, orderAt } from '../../fixtures/collecting.ts';
import { openPlatform, source } from '../../fixtures/platform.ts';

test('where the mapping reads it, a collector answers which records go back: all of a partition from one on', async () => {
  const platform = await openPlatform([collectOrders]);
  const down = failingAt('e4', () => {
    throw new Fault('DEPENDENCY_UNAVAILABLE', 'gone for lunch');
  });
  const handler = collector(collectOrders, down, { open: platform.open(undefined, { PARTIAL_RESPONSES: 'true' }) });
  const refused = orderAt(3, { amount: -1 });
  const event = toMskEvent([refused, orderAt(4), orderAt(5), orderAt(4, { partition: 1 })], source);
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 30_000 } as Context;
  expect(await handler(event, context)).toEqual({
    batchItemFailures: [
      { itemIdentifier: { partition: 'orders-0', offset: 3 } },
      { itemIdentifier: { partition: 'orders-0', offset: 4 } },
      { itemIdentifier: { partition: 'orders-0', offset: 5 } },
      { itemIdentifier: { partition: 'orders-1', offset: 4 } },
    ],
  });
});
