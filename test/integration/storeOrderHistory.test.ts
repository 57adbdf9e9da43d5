import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { destroyKey, type UserKey, userKeyRef } from '../../domain/users/userKey.ts';
import { config } from '../../functions/consumers/storeOrderHistory/config.ts';
import { tablesOf } from '../../lib/connect/connect.ts';
import { headerText } from '../../lib/kafka/record.ts';
import { groupingStore } from '../../lib/store/grouping.ts';
import { type Given, itemsOf, legacy, openHistory, record, restored } from '../fixtures/orderHistory.ts';
import { createTables, dynamoAt } from '../lib/store/openDynamo.ts';
import { realPart } from '../real/available.ts';

const ten = Array.from({ length: 10 }, (_, n) => n);

const created = record(0, legacy('order_created', '00', { event_id: 'e0', items: [{ engraving: 'For Zoë' }] }));
const packed = record(1, legacy('order_packed', '01.5', { event_id: 'e1', by: 'Zoë' }));
const paid = record(2, legacy('order_paid', '01', { event_id: 'e2', changes: { amount: 500 } }));
const inOtherLane = { key: 'o-2' };
const second = record(
  3,
  legacy('order_created', '00', { event_id: 'f0', order_id: 'o-2', note: 'For Mei' }),
  inOtherLane,
);

function suite(open: () => Promise<Given>): void {
  test('ten workers at once and ten batches in a row keep each event once, and one key of the user', async () => {
    const given = await open();
    const batch = [created, packed, paid, second];
    const invoked = await Promise.all(ten.map(() => given.platform.invoke(given.worker(), batch)));
    // Reports are told to all who listen in this process, so each may stand here several times.
    expect(
      invoked
        .flatMap(({ outcomes }) => outcomes)
        .filter((one) => !['handled', 'duplicate', 'handed-back'].includes(one)),
    ).toEqual([]);
    const again = [];
    for (const _ of ten) again.push((await given.platform.invoke(given.worker(), batch)).outcomes);
    expect(again.at(-1)).toEqual(Array(4).fill('duplicate'));
    const items = await itemsOf(given);
    expect(items.map(({ sk, type }) => [sk, type])).toEqual([
      ['2026-11-21T08:00:00.000000000Z#e0', 'order_created'],
      ['2026-11-21T08:00:01.000000000Z#e2', 'order_paid'],
      ['2026-11-21T08:00:01.500000000Z#e1', 'order_packed'],
    ]);
    expect(JSON.stringify(items)).not.toContain('Zoë');
    expect(await restored(given)).toMatchObject({
      clear: { userId: '7', amountMinor: 1990, status: 'packed' },
      rest: { items: [{ engraving: 'For Zoë' }], by: 'Zoë' },
      events: 3,
    });
    expect(await restored(given, 'o-2')).toMatchObject({ rest: { note: 'For Mei' }, events: 1 });
  });

  test('late and in the wrong order it comes to the same order', async () => {
    const given = await open();
    for (const one of [packed, created, packed, paid, created]) await given.platform.invoke(given.worker(), [one]);
    const late = await restored(given);
    const other = await open();
    await other.platform.invoke(other.worker(), [created, packed, paid]);
    expect(late).toEqual(await restored(other));
  });

  test('the same event with other content at its place is a conflict; under another time it is kept, and counts once', async () => {
    const given = await open();
    const handler = given.worker();
    await given.platform.invoke(handler, [created]);
    const other = record(7, legacy('order_created', '00', { event_id: 'e0', amount: 1 }));
    const { reports } = await given.platform.invoke(handler, [other]);
    expect(reports).toMatchObject([{ outcome: 'dead-letter', errorCode: 'FACT_CONFLICT' }]);
    const [letter] = await given.platform.onTopic('dead-letter-queue');
    expect(headerText(letter?.headers ?? [], 'x-error-class')).toBe('conflict');
    expect(Buffer.from(letter?.value ?? [])).toEqual(other.value);
    const later = record(8, legacy('order_created', '30', { event_id: 'e0', amount: 1 }));
    expect((await given.platform.invoke(handler, [later])).outcomes).toEqual(['handled']);
    expect(await itemsOf(given)).toHaveLength(2);
    expect(await restored(given)).toMatchObject({ clear: { amountMinor: 1990 }, events: 1 });
  });

  test('after the user’s erasure nothing sealed opens, a late event keeps no more than ids, codes, sums and times', async () => {
    const given = await open();
    const handler = given.worker();
    await given.platform.invoke(handler, [created]);
    const [key] = await given.store.read([userKeyRef('7')]);
    const erasing = destroyKey('7', key as UserKey | undefined, '2026-11-21T09:00:00.000Z');
    expect(await given.store.transact(erasing, randomUUID())).toEqual([]);
    expect((await given.platform.invoke(handler, [paid, packed])).outcomes).toEqual(['handled', 'handled']);
    expect((await given.platform.invoke(handler, [created])).outcomes).toEqual(['duplicate']);
    const items = await itemsOf(given);
    expect(items.map(({ sealed, withheld }) => [sealed === undefined, withheld])).toEqual([
      [false, undefined],
      [true, 1],
      [true, 1],
    ]);
    expect(await restored(given)).toMatchObject({
      clear: { status: 'packed', amountMinor: 1990 },
      rest: {},
      events: 3,
    });
    expect(JSON.stringify([items, given.platform.lines])).not.toContain('Zoë');
  });
}

describe('the history of orders on SQLite', () => suite(() => openHistory()));

for (const part of ['dynoxide', 'dynamoLocal'] as const) {
  const address = await realPart(part);
  const onDynamo = async () => {
    const tables = tablesOf(config);
    const tableName = await createTables(address ?? '', tables);
    return await openHistory(() => groupingStore(dynamoAt(address ?? '', tableName, tables)));
  };
  describe.runIf(address)(`the history of orders on ${part}`, () => suite(onDynamo));
}
