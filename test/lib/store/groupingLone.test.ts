import { describe, expect, test } from 'vitest';
import { Fault } from '../../../lib/errors/fault.ts';
import { add, change, put, putIfAbsent, ref, remove } from '../../../lib/store/store.ts';
import { counted, numbers, thing, things } from './countedStore.ts';

const done = { kind: 'done' };

describe('writes that stand alone, asked for side by side,', () => {
  test('take a call of the store for a hundred, and each caller hears of its own', async () => {
    const { store, trips } = counted();
    await store.writeEach([putIfAbsent(things, thing(7, { by: 'another' }))]);
    const answers = await Promise.all(
      numbers(1_000).map((n) => store.writeEach([putIfAbsent(things, thing(n, { by: n }))])),
    );
    const refused = { kind: 'condition', found: thing(7, { by: 'another' }) };
    expect(answers).toEqual(numbers(1_000).map((n) => [n === 7 ? refused : done]));
    expect(trips).toEqual({ reads: 0, transactions: 0, single: 1 + 10 });
  });

  test('of several writes each, are answered in their order', async () => {
    const { store, trips } = counted();
    await store.writeEach([putIfAbsent(things, thing(1))]);
    const answers = await Promise.all([
      store.writeEach([putIfAbsent(things, thing(0, { n: 1 })), putIfAbsent(things, thing(1, { n: 1 }))]),
      store.writeEach([remove(ref(things, 'thing#2')), putIfAbsent(things, thing(3))]),
    ]);
    expect(answers).toEqual([
      [done, { kind: 'condition', found: thing(1) }],
      [done, done],
    ]);
    expect(trips.single).toBe(2);
  });

  test('go one after the other on one item, also among transactions', async () => {
    const { store, trips } = counted();
    const at = ref(things, 'thing#1');
    const answers = await Promise.all([
      store.writeEach([putIfAbsent(things, thing(1, { state: 'a' }))]),
      store.writeEach([change(at, { equals: { state: 'a' } }, { state: 'b' })]),
      store.transact([add(at, { n: 5 }), put(things, thing(2))], 'one'),
      store.writeEach([change(at, { equals: { state: 'b', n: 5 } }, { state: 'c' })]),
      store.writeEach([putIfAbsent(things, thing(3))]),
    ]);
    expect(answers).toEqual([[done], [done], [], [done], [done]]);
    expect(await store.read([at])).toEqual([thing(1, { state: 'c', n: 5 })]);
    // The last one shares the first one's call.
    expect(trips).toEqual({ reads: 1, transactions: 1, single: 3 });
  });

  test('are not spoilt by one that breaks a limit', async () => {
    const { store } = counted();
    const answers = await Promise.allSettled([
      store.writeEach([putIfAbsent(things, thing(1, { text: 'x'.repeat(500_000) }))]),
      store.writeEach([putIfAbsent(things, thing(2))]),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  test('split before 4 MB', async () => {
    const { store, trips } = counted();
    const large = (n: number) => thing(n, { text: 'x'.repeat(300_000) });
    await Promise.all(numbers(13).map((n) => store.writeEach([putIfAbsent(things, large(n))])));
    const grow = (n: number) => change(ref(things, `thing#${n}`), { equals: {} }, { text: 'y'.repeat(300_000) });
    const answers = await Promise.all(numbers(13).map((n) => store.writeEach([grow(n)])));
    expect(answers).toEqual(numbers(13).map(() => [done]));
    expect(trips.single).toBeGreaterThan(2);
  });

  test('fail together where the call as a whole is refused', async () => {
    const { store } = counted(() => {
      throw new Fault('UNDECLARED', 'table things');
    });
    const answers = await Promise.allSettled(numbers(2).map((n) => store.writeEach([putIfAbsent(things, thing(n))])));
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
