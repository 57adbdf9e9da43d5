import { expect, onTestFinished, test } from 'vitest';
import { declaredStore } from '../../../lib/connect/declared.ts';
import type { NewRecord } from '../../../lib/kafka/record.ts';
import { outbox, outboxRow } from '../../../lib/outbox/outbox.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { add, check, defineTable, putIfAbsent, ref } from '../../../lib/store/store.ts';

const [marks, totals] = [defineTable({ name: 'marks' }), defineTable({ name: 'totals' })];

test('writes alone where the role has statements of their own, and nowhere else', async () => {
  const store = sqliteStore({ file: ':memory:', tables: [marks, totals], now: Date.now });
  onTestFinished(() => store.close());
  const declared = declaredStore(
    store,
    { tables: [marks, totals], onlyRead: [], claimTables: [marks], topics: new Set() },
    'countOrders',
  );
  expect(await declared.writeEach([putIfAbsent(marks, { pk: 'a', sk: '-' })])).toEqual([{ kind: 'done' }]);
  const elsewhere = [putIfAbsent(marks, { pk: 'b', sk: '-' }), putIfAbsent(totals, { pk: 'b', sk: '-' })];
  await expect(declared.writeEach(elsewhere)).rejects.toMatchObject({
    code: 'UNDECLARED',
    message: expect.stringContaining('countOrders writes alone to totals'),
  });
  expect(await store.read([{ table: marks, pk: 'b', sk: '-' }])).toEqual([undefined]);
});

test('writes nothing to what its config only reads, but may make it a condition', async () => {
  const store = sqliteStore({ file: ':memory:', tables: [marks, totals], now: Date.now });
  onTestFinished(() => store.close());
  const declared = declaredStore(
    store,
    { tables: [marks, totals], onlyRead: [totals], claimTables: [], topics: new Set() },
    'countOrders',
  );
  const total = ref(totals, 'a');
  await expect(declared.transact([putIfAbsent(totals, { pk: 'a', sk: '-' })], 't1')).rejects.toMatchObject({
    code: 'UNDECLARED',
    message: expect.stringContaining('countOrders writes to totals: its config.ts says reads(…)'),
  });
  await expect(declared.addAlone(add(total, { n: 1 }))).rejects.toMatchObject({ code: 'UNDECLARED' });
  const conditional = [putIfAbsent(marks, { pk: 'a', sk: '-' }), check(total, { absent: true })];
  expect(await declared.transact(conditional, 't2')).toEqual([]);
  expect(await declared.read([total])).toEqual([undefined]);
});

test('stores no event for a topic that its config does not declare: the relay would send it all the same', async () => {
  const store = sqliteStore({ file: ':memory:', tables: [outbox], now: Date.now });
  onTestFinished(() => store.close());
  const granted = { tables: [outbox], onlyRead: [], claimTables: [outbox], topics: new Set(['orders']) };
  const declared = declaredStore(store, granted, 'countOrders');
  const rowFor = (topic: string, headers: NewRecord['headers'] = []) => {
    const records = [{ topic, key: Buffer.from('k'), value: Buffer.from('{}'), headers }];
    return outboxRow({ stream: topic, version: 1, records }, '2026-11-21T08:00:00.000Z').write;
  };
  await expect(declared.transact([rowFor('orders'), rowFor('shipments')], 't1')).rejects.toMatchObject({
    code: 'UNDECLARED',
    message: expect.stringContaining('countOrders publishes on shipments: add publishes(…)'),
  });
  expect(await declared.transact([rowFor('orders')], 't2')).toEqual([]);
  // A letter is the engine's: lost it may not be, wherever its record came from.
  const letter = rowFor('dead-letter-queue', [['x-dead-letter-id', Buffer.from('countOrders#odd-0-1')]]);
  expect(await declared.transact([letter], 't3')).toEqual([]);
});
