import { expect, test } from 'vitest';
import type { Handling } from '../../../lib/batch/work.ts';
import { type Wrapper, wrapped } from '../../../lib/batch/wrapper.ts';
import { consumer, delivery } from '../../../lib/consumer/constructors.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders, mailReceipts } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { mailsIn, order, receipt } from '../../fixtures/receipts.ts';
import { recordOf } from '../../fixtures/records.ts';

const record = (offset: number) => recordOf({ offset, value: placed(`e${offset}`, 1) });

test('wrappers see each try, outermost first, with its result', async () => {
  const platform = await openPlatform([countOrders]);
  const seen: string[] = [];
  const named =
    (name: string): Wrapper =>
    (next) =>
    async (message, work) => {
      seen.push(`${name} before ${message.event.id}`);
      const result = await next(message, work);
      seen.push(`${name} after ${result.kind === 'done' ? result.outcome : result.fault.code}`);
      return result;
    };
  const options = { open: platform.open(), wrappers: [named('outer'), named('inner')] };
  const handler = consumer(countOrders, { 'order.placed': counting }, options);
  await platform.invoke(handler, [record(0)]);
  await platform.invoke(handler, [record(0)]);
  expect(seen).toEqual([
    'outer before e0',
    'inner before e0',
    'inner after handled',
    'outer after handled',
    'outer before e0',
    'inner before e0',
    'inner after duplicate',
    'outer after duplicate',
  ]);
});

test('what a wrapper throws is a failure of the try, and is tried again', async () => {
  const platform = await openPlatform([countOrders]);
  let left = 1;
  const failing: Wrapper = (next) => async (message, work) => {
    if (left-- > 0) throw new Fault('TIMED_OUT', 'in the wrapper');
    return await next(message, work);
  };
  const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open(), wrappers: [failing] });
  const { reports } = await platform.invoke(handler, [record(0), record(1)]);
  expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
    ['handled', 2],
    ['handled', 1],
  ]);
  expect(await total(platform)).toBe(2);
});

test('a wrapper may stand in for a delivery', async () => {
  const platform = await openPlatform([mailReceipts]);
  const silent: Wrapper = () => async () => ({ kind: 'done', outcome: 'ignored' });
  const options = { open: platform.open(), wrappers: [silent] };
  const handler = delivery(mailReceipts, { 'order.placed': receipt() }, options);
  expect((await platform.invoke(handler, [order(0)])).outcomes).toEqual(['ignored']);
  expect(mailsIn(platform)).toEqual([]);
});

test('without wrappers messages are still handled together', () => {
  const handling: Handling = { one: async () => ({ kind: 'done', outcome: 'handled' }), many: async () => [] };
  expect(wrapped(handling, [])).toBe(handling);
});
