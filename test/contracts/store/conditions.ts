import { describe, expect, it } from 'vitest';
import { type Condition, check, put, ref, remove, type Write } from '../../../lib/store/store.ts';
import { type Given, newPk, things } from './given.ts';

const there = { status: 'open', count: 3, note: null, urgent: false };

interface Case {
  when: Condition;
  /** The answer for an item like `there`. */
  onItem: boolean;
  onNothing: boolean;
}

const cases: Case[] = [
  { when: { absent: true }, onItem: false, onNothing: true },
  { when: { equals: { status: 'open' } }, onItem: true, onNothing: false },
  { when: { equals: { status: 'open', count: 3, note: null, urgent: false } }, onItem: true, onNothing: false },
  { when: { equals: { status: 'open', count: 4 } }, onItem: false, onNothing: false },
  { when: { equals: { count: '3' } }, onItem: false, onNothing: false },
  { when: { equals: { missing: 'x' } }, onItem: false, onNothing: false },
  { when: { equals: { missing: null } }, onItem: false, onNothing: false },
  { when: { equals: {} }, onItem: true, onNothing: false },
  { when: { unless: { status: 'open' } }, onItem: false, onNothing: true },
  { when: { unless: { status: 'open', count: 3 } }, onItem: false, onNothing: true },
  { when: { unless: { status: 'open', count: 4 } }, onItem: true, onNothing: true },
  { when: { unless: { status: 'shut' } }, onItem: true, onNothing: true },
  { when: { unless: { count: '3' } }, onItem: true, onNothing: true },
  { when: { unless: { note: null } }, onItem: false, onNothing: true },
  { when: { unless: { missing: null } }, onItem: true, onNothing: true },
  { when: { unless: {} }, onItem: false, onNothing: true },
];

const writes: Record<string, (pk: string, when: Condition) => Write> = {
  put: (pk, when) => put(things, { pk, sk: '-', status: 'new' }, when),
  remove: (pk, when) => remove(ref(things, pk), when),
  check: (pk, when) => check(ref(things, pk), when),
};

const left = { put: { status: 'new' }, remove: undefined, check: there };

export function conditionsContract(given: Given): void {
  describe.each(['put', 'remove', 'check'] as const)('of a %s', (op) => {
    it.each(cases.filter(({ onItem }) => onItem))('holds on what is there: $when', async ({ when }) => {
      const pk = newPk();
      await given.stored({ pk, sk: '-', ...there });
      expect(await given.transact(writes[op]?.(pk, when) as Write)).toEqual([]);
      expect(await given.read(pk)).toEqual(left[op] && { pk, sk: '-', ...left[op] });
    });

    it.each(cases.filter(({ onItem }) => !onItem))('stands in the way of what is there: $when', async ({ when }) => {
      const pk = newPk();
      await given.stored({ pk, sk: '-', ...there });
      const found = { pk, sk: '-', ...there };
      expect(await given.transact(writes[op]?.(pk, when) as Write)).toEqual([{ index: 0, reason: 'condition', found }]);
      expect(await given.read(pk)).toEqual(found);
    });

    it.each(cases.filter(({ onNothing }) => onNothing))('holds on nothing: $when', async ({ when }) => {
      const pk = newPk();
      expect(await given.transact(writes[op]?.(pk, when) as Write)).toEqual([]);
      expect(await given.read(pk)).toEqual(op === 'put' ? { pk, sk: '-', status: 'new' } : undefined);
    });

    it.each(cases.filter(({ onNothing }) => !onNothing))('stands in the way of nothing: $when', async ({ when }) => {
      const pk = newPk();
      expect(await given.transact(writes[op]?.(pk, when) as Write)).toEqual([{ index: 0, reason: 'condition' }]);
      expect(await given.read(pk)).toBeUndefined();
    });
  });

  it('replaces an item as a whole', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', ...there });
    await given.stored({ pk, sk: '-', other: 1 });
    expect(await given.read(pk)).toEqual({ pk, sk: '-', other: 1 });
  });

  it('removes what is not there without a word', async () => {
    expect(await given.transact(remove(ref(things, newPk())))).toEqual([]);
  });

  it('names every write that stands in the way, and writes nothing', async () => {
    const [taken, free, gone, open] = [newPk(), newPk(), newPk(), newPk()];
    await given.stored({ pk: taken, sk: '-', by: 'me' }, { pk: open, sk: '-', status: 'open' });
    const failures = await given.transact(
      put(things, { pk: free, sk: '-' }),
      put(things, { pk: taken, sk: '-', by: 'you' }, { absent: true }),
      check(ref(things, gone), { equals: { status: 'open' } }),
      remove(ref(things, open), { equals: { status: 'open' } }),
    );
    expect(failures).toEqual([
      { index: 1, reason: 'condition', found: { pk: taken, sk: '-', by: 'me' } },
      { index: 2, reason: 'condition' },
    ]);
    expect(await given.read(free)).toBeUndefined();
    expect(await given.read(taken)).toEqual({ pk: taken, sk: '-', by: 'me' });
    expect(await given.read(open)).toEqual({ pk: open, sk: '-', status: 'open' });
  });

  it('takes attributes called as they like in conditions', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', 'a.b': 1, size: 'L', '#': 'x' });
    const when = { equals: { 'a.b': 1, size: 'L', '#': 'x' } };
    expect(await given.transact(put(things, { pk, sk: '-', done: true }, when))).toEqual([]);
  });
}
