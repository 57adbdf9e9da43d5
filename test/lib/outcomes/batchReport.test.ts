import { expect, it } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';
import { deciding } from '../decisions/givenDecisions.ts';

const orders = (...offsets: number[]) =>
  offsets.map((offset) => recordOf({ offset, key: `k${offset}`, value: placed(`e${offset}`, 1) }));
const linesOf = ({ lines }: Platform) => lines.filter(({ message }) => message === 'batch.settled');

it('a batch is one line, at info; its records are told at debug', async () => {
  const platform = await openPlatform([countOrders]);
  const handler = deciding(platform, () => commit({}));
  await platform.invoke(handler, orders(0, 1));
  await platform.invoke(handler, [...orders(0, 1, 2), recordOf({ offset: 3, value: '{broken' })]);
  const told = { level: 'info', first: 'orders-0@0', durationMs: expect.any(Number) };
  expect(linesOf(platform)).toMatchObject([
    { ...told, records: 2, handled: 2 },
    { ...told, records: 4, handled: 1, duplicate: 2, 'dead-letter': 1 },
  ]);
  const settled = platform.lines.filter(({ message }) => message === 'record.settled').map(({ level }) => level);
  expect(settled.sort()).toEqual(['debug', 'debug', 'debug', 'debug', 'debug', 'warn']);
});

it('a batch of which something goes back says what, and why', async () => {
  const platform = await openPlatform([countOrders]);
  const handler = deciding(platform, ({ id }) => {
    if (id === 'e1') throw new Fault('DEPENDENCY_UNAVAILABLE', 'the rates');
    return commit({});
  });
  await platform.invoke(handler, orders(0, 1, 2));
  const [line] = linesOf(platform);
  expect(line).toMatchObject({ level: 'info', records: 3, handled: 2, 'handed-back': 1 });
  expect(line?.['error']).toMatch(/^orders-0@1: .*the rates$/);
});

it('a batch of nothing but dead letters, each told, or of what is not for this function, is told at debug', async () => {
  const platform = await openPlatform([countOrders]);
  const handler = deciding(platform, () => commit({}));
  await platform.invoke(handler, [recordOf({ offset: 0, value: '{broken' })]);
  await platform.invoke(handler, [recordOf({ offset: 1, value: { id: 'e9', type: 'order.unheard' } })]);
  expect(linesOf(platform)).toMatchObject([
    { level: 'debug', records: 1, 'dead-letter': 1 },
    { level: 'debug', records: 1, ignored: 1 },
  ]);
});
