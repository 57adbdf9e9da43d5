import { expect, test } from 'vitest';
import { commit, refuse } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { headerText, type KafkaRecord } from '../../../lib/kafka/record.ts';
import { put } from '../../../lib/store/store.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced, totalRef, totals } from '../../fixtures/orders.ts';
import { openPlatform, type Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

const POISON = 3;
const PERMANENT = 14;
const TRANSIENT = 25;
const CONFLICTING = 36;
const THROTTLED = 47;

const keyOf = (offset: number) => `k${offset % 10}`;
const eventAt = (offset: number) => placed(`e${offset}`, 1, { order_id: keyOf(offset) });

/** 100 records over 10 keys: five with something wrong, each of another key. */
const batch: KafkaRecord[] = Array.from({ length: 100 }, (_, offset) =>
  recordOf({ offset, key: keyOf(offset), value: offset === POISON ? '{broken' : eventAt(offset) }),
);

/** Writes each event's id behind those that were written before it, under the version it has read. */
function chaining(): Decider<typeof orderPlaced, { total: ReturnType<typeof totalRef> }> {
  let throttles = 2;
  return {
    load: ({ data }) => ({ total: totalRef(data.order_id) }),
    decide: ({ id, data }, { total }) => {
      if (id === `e${PERMANENT}`) return refuse('unknown merchant');
      if (id === `e${TRANSIENT}`) throw new Error('reset by peer');
      if (id === `e${THROTTLED}` && throttles-- > 0) throw new Fault('THROTTLED', 'too many');
      const path = `${total?.['path'] ?? ''}${id} `;
      const item = { pk: `order#${data.order_id}`, sk: '-', amount: 0, path };
      const when = total ? { equals: { path: String(total['path']) } } : ({ absent: true } as const);
      return commit({ writes: [put(totals, item, when)] });
    },
  };
}

async function pathOf(platform: Platform, key: string): Promise<unknown> {
  const { connections } = await platform.open()(countOrders);
  const [item] = await connections.store.read([totalRef(key)]);
  return item?.['path'];
}

async function givenBatch() {
  const platform = await openPlatform([countOrders]);
  const handler = consumer(countOrders, { 'order.placed': chaining() }, { open: platform.open() });
  // The conflicting event is told first elsewhere, with another amount.
  const told = { ...eventAt(CONFLICTING), order_id: 'elsewhere', amount: 2 };
  await platform.invoke(handler, [recordOf({ partition: 1, key: 'elsewhere', value: told })]);
  return { platform, handler };
}

test('of a hundred records five fail, each in its own way, and no other is touched by it', async () => {
  const { platform, handler } = await givenBatch();
  const { reports, thrown } = await platform.invoke(handler, batch);
  expect(thrown).toBeNull();
  const wanted = batch.map(({ offset }) => [offset, 'handled', 1, undefined] as unknown[]);
  wanted[POISON] = [POISON, 'dead-letter', 1, 'NOT_JSON'];
  wanted[PERMANENT] = [PERMANENT, 'dead-letter', 1, 'REFUSED'];
  wanted[TRANSIENT] = [TRANSIENT, 'dead-letter', 3, 'UNKNOWN'];
  wanted[CONFLICTING] = [CONFLICTING, 'dead-letter', 1, 'ID_REUSED'];
  wanted[THROTTLED] = [THROTTLED, 'handled', 3, undefined];
  expect(reports.map(({ offset, outcome, attempts, errorCode }) => [offset, outcome, attempts, errorCode])).toEqual(
    wanted,
  );
});

test('every key has its effects in offset order, with a gap where one was dead-lettered', async () => {
  const { platform, handler } = await givenBatch();
  await platform.invoke(handler, batch);
  expect(await pathOf(platform, 'k0')).toBe('e0 e10 e20 e30 e40 e50 e60 e70 e80 e90 ');
  expect(await pathOf(platform, 'k3')).toBe('e13 e23 e33 e43 e53 e63 e73 e83 e93 ');
  expect(await pathOf(platform, 'k4')).toBe('e4 e24 e34 e44 e54 e64 e74 e84 e94 ');
  expect(await pathOf(platform, 'k5')).toBe('e5 e15 e35 e45 e55 e65 e75 e85 e95 ');
  expect(await pathOf(platform, 'k6')).toBe('e6 e16 e26 e46 e56 e66 e76 e86 e96 ');
  expect(await pathOf(platform, 'k7')).toBe('e7 e17 e27 e37 e47 e57 e67 e77 e87 e97 ');
});

test('the same batch again settles at once, without a second letter', async () => {
  const { platform, handler } = await givenBatch();
  await platform.invoke(handler, batch);
  platform.sleeps.length = 0;
  const { reports, thrown } = await platform.invoke(handler, batch);
  expect(thrown).toBeNull();
  expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual(Array(100).fill(['duplicate', 0]));
  expect(platform.sleeps).toEqual([]);
  const letters = await platform.onTopic('orders.dead');
  const codes = letters.map(({ headers }) => [
    headerText(headers, 'x-original-offset'),
    headerText(headers, 'x-error-code'),
  ]);
  expect(codes.sort()).toEqual([
    ['14', 'REFUSED'],
    ['25', 'UNKNOWN'],
    ['3', 'NOT_JSON'],
    ['36', 'ID_REUSED'],
  ]);
});
