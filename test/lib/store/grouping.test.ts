import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { groupingStore } from '../../../lib/store/grouping.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { add, put, putIfAbsent, ref, type Write } from '../../../lib/store/store.ts';
import { contractTables } from '../../contracts/store/given.ts';
import { storeContract } from '../../contracts/store.ts';
import { counted, numbers, thing, things } from './countedStore.ts';

storeContract('grouping', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'grouping-'));
  const open = () =>
    groupingStore(sqliteStore({ file: join(folder, 'store.db'), tables: contractTables, now: Date.now }));
  const store = open();
  const end = async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  };
  return { store, another: async () => open(), end };
});

describe('what is asked for side by side', () => {
  test('takes a transaction for a hundred items, and a read for a hundred refs', async () => {
    const { store, trips } = counted();
    const answers = await Promise.all(
      numbers(1_000).map((n) => store.transact([putIfAbsent(things, thing(n))], `t${n}`)),
    );
    expect(answers.flat()).toEqual([]);
    const found = await Promise.all(numbers(1_000).map((n) => store.read([ref(things, `thing#${n}`)])));
    expect(found.map(([item]) => item?.pk)).toEqual(numbers(1_000).map((n) => `thing#${n}`));
    expect(trips).toEqual({ reads: 10, transactions: 10, single: 0 });
  });

  test('is answered as if alone: one that fails harms no other', async () => {
    const { store, trips } = counted();
    await store.transact([put(things, thing(3, { is: 'there' }))], 'before');
    const answers = await Promise.all(
      numbers(6).map((n) => store.transact([put(things, thing(n + 10)), putIfAbsent(things, thing(n))], `t${n}`)),
    );
    const refused = [{ index: 1, reason: 'condition', found: thing(3, { is: 'there' }) }];
    expect(answers).toEqual([[], [], [], refused, [], []]);
    expect(trips.transactions).toBe(3);
    expect(await store.read([ref(things, 'thing#13'), ref(things, 'thing#14')])).toEqual([undefined, thing(14)]);
  });

  test('on one item: adds are summed in one write, anything else goes one after the other', async () => {
    const { store, trips } = counted();
    const total = ref(things, 'total');
    await Promise.all(numbers(50).map((n) => store.transact([add(total, { sum: n }), put(things, thing(n))], `a${n}`)));
    expect(trips.transactions).toBe(1);
    const answers = await Promise.all(
      numbers(5).map((n) => store.transact([putIfAbsent(things, thing(99, { by: n }))], `p${n}`)),
    );
    expect(answers.map((failures) => failures.length)).toEqual([0, 1, 1, 1, 1]);
    expect(await store.read([total, ref(things, 'thing#99')])).toEqual([
      { pk: 'total', sk: '-', sum: 1_225 },
      thing(99, { by: 0 }),
    ]);
  });

  test('fails together when the store is down, and a request that breaks a limit fails alone', async () => {
    const { store } = counted((writes) => {
      if (writes.some((write) => write.op === 'put' && write.item['down']))
        throw new Fault('STORE_UNAVAILABLE', 'gone');
    });
    const answers = await Promise.allSettled([
      store.transact([put(things, thing(1))], 'a'),
      store.transact([put(things, thing(2, { text: 'x'.repeat(500_000) }))], 'b'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const later = await Promise.allSettled([
      store.transact([put(things, thing(3, { down: true }))], 'c'),
      store.transact([put(things, thing(4))], 'd'),
    ]);
    expect(later.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});

test('any requests side by side leave what they would have left in some order one after the other', async () => {
  const write = fc.record({ n: fc.nat(4), op: fc.constantFrom('put', 'absent', 'add'), by: fc.nat(100) });
  const requests = fc.array(fc.uniqueArray(write, { minLength: 1, maxLength: 3, selector: ({ n }) => n }), {
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(requests, async (asked) => {
      const { store } = counted();
      const answers = await Promise.all(asked.map((writes, index) => store.transact(writes.map(toWrite), `r${index}`)));
      const done = asked.filter((_, index) => answers[index]?.length === 0).flat();
      const items = await store.read(numbers(5).map((n) => ref(things, `thing#${n}`)));
      for (const [n, item] of items.entries()) {
        const touching = done.filter((one) => one.n === n);
        expect(item === undefined).toBe(touching.length === 0);
        expect(touching.filter(({ op }) => op === 'absent').length).toBeLessThanOrEqual(1);
        const isOnlyAdded = touching.length > 0 && touching.every(({ op }) => op === 'add');
        if (isOnlyAdded) expect(item?.['sum']).toBe(touching.reduce((sum, { by }) => sum + by, 0));
      }
    }),
    { numRuns: 60 },
  );
});

function toWrite({ n, op, by }: { n: number; op: string; by: number }): Write {
  if (op === 'add') return add(ref(things, `thing#${n}`), { sum: by });
  return op === 'put' ? put(things, thing(n)) : putIfAbsent(things, thing(n));
}
