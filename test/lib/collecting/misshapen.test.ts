import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { collector } from '../../../lib/consumer/constructors.ts';
import { toMskEvent } from '../../../lib/msk/mskEvent.ts';
import type { MskRecord } from '../../../lib/msk/mskFields.ts';
import { collecting, collectOrders, orderAt, watermarkOf } from '../../fixtures/collecting.ts';
import { total } from '../../fixtures/counting.ts';
import { openPlatform, source } from '../../fixtures/platform.ts';

test('a record without a place becomes one letter, and the watermark does not leap to the place that it is given', async () => {
  const platform = await openPlatform([collectOrders]);
  const handler = collector(collectOrders, collecting, { open: platform.open() });
  const event = toMskEvent([orderAt(1), orderAt(2)], source);
  event.records['orders-0']?.splice(1, 0, { value: 'e30=' } as MskRecord);
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 30_000 } as Context;
  for (const given of [event, event]) await handler(structuredClone(given), context);
  expect(await watermarkOf(platform)).toBe(2);
  expect(await total(platform)).toBe(2);
  expect(await platform.onTopic('orders.dead')).toHaveLength(1);
  expect((await platform.invoke(handler, [orderAt(3)])).outcomes).toEqual(['handled']);
});
