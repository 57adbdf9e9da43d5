import { describe, expect, it } from 'vitest';
import { change, type Item, putIfAbsent, ref, remove, type SingleWrite } from '../../../lib/store/store.ts';
import { type Given, newPk, others, things } from './given.ts';

const done = { kind: 'done' };

export function aloneContract(given: Given): void {
  it('is done or refused, each for itself, and answered in order', async () => {
    const [taken, free, mine, yours, none, gone] = [newPk(), newPk(), newPk(), newPk(), newPk(), newPk()];
    const claims = [mine, yours, gone].map((pk) => ({ pk, sk: '-', owner: pk === yours ? 'you' : 'me', lease: 5 }));
    await given.stored({ pk: taken, sk: '-', by: 'me' }, ...claims);
    const outcomes = await given.each(
      putIfAbsent(things, { pk: taken, sk: '-', by: 'you' }),
      putIfAbsent(things, { pk: free, sk: '-', by: 'you' }),
      change(ref(things, mine), { equals: { owner: 'me' } }, { state: 'done' }, 'lease'),
      change(ref(things, yours), { equals: { owner: 'me' } }, { state: 'done' }),
      change(ref(things, none), { equals: { owner: 'me' } }, { state: 'done' }),
      remove(ref(things, gone), { equals: { owner: 'me' } }),
      putIfAbsent(others, { pk: taken, sk: '-' }),
    );
    expect(outcomes).toEqual([
      { kind: 'condition', found: { pk: taken, sk: '-', by: 'me' } },
      done,
      done,
      { kind: 'condition', found: { pk: yours, sk: '-', owner: 'you', lease: 5 } },
      { kind: 'condition' },
      done,
      done,
    ]);
    expect(await given.store().read([taken, free, mine, yours, none, gone].map((pk) => ref(things, pk)))).toEqual([
      { pk: taken, sk: '-', by: 'me' },
      { pk: free, sk: '-', by: 'you' },
      { pk: mine, sk: '-', owner: 'me', state: 'done' },
      { pk: yours, sk: '-', owner: 'you', lease: 5 },
      undefined,
      undefined,
    ]);
  });

  it('keeps whatever an item may hold', async () => {
    const item = {
      pk: newPk(),
      sk: 'é"\'😀',
      n: 0.1,
      bytes: Uint8Array.of(0, 255),
      map: { a: [{ 'b.c': null }] },
      s: '',
    };
    expect(await given.each(putIfAbsent(things, { ...item, none: undefined }))).toEqual([done]);
    expect(await given.read(item.pk, item.sk)).toEqual(item);
  });

  it.each([
    ['a text', { value: 'open' }, { value: 'shut' }],
    ['a number', { value: 5 }, { value: 5.5 }],
    ['true', { value: true }, { value: false }],
    ['a text of digits', { value: '5' }, { value: 5 }],
    ['what only looks like it', { value: "it's" }, { value: 'it"s' }],
  ])('compares with %s', async (_, held, other) => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', ...held });
    const found = { pk, sk: '-', ...held };
    const seen = (equals: typeof held | typeof other) => change(ref(things, pk), { equals }, { seen: true });
    expect(await given.each(seen(other))).toEqual([{ kind: 'condition', found }]);
    expect(await given.each(remove(ref(things, pk), { equals: other }))).toEqual([{ kind: 'condition', found }]);
    expect(await given.each(seen(held))).toEqual([done]);
    expect(await given.each(remove(ref(things, pk), { equals: held }))).toEqual([done]);
    expect(await given.read(pk)).toBeUndefined();
  });

  it('removes without a condition, and compares with what is missing', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-' });
    const missing = remove(ref(things, pk), { equals: { owner: 'me' } });
    expect(await given.each(missing)).toEqual([{ kind: 'condition', found: { pk, sk: '-' } }]);
    expect(await given.each(remove(ref(things, pk)))).toEqual([done]);
    expect(await given.read(pk)).toBeUndefined();
  });

  describe('asked for again, as when its answer was lost,', () => {
    it('is done where it finds what it left', async () => {
      const [put, changed, removed] = [newPk(), newPk(), newPk()];
      await given.stored(
        { pk: changed, sk: '-', owner: 'me', state: 'open', lease: 5 },
        { pk: removed, sk: '-', n: 1 },
      );
      const writes = [
        putIfAbsent(things, { pk: put, sk: '-', map: { a: 1, bytes: Uint8Array.of(7) }, n: 1, none: undefined }),
        change(ref(things, changed), { equals: { owner: 'me', state: 'open', lease: 5 } }, { state: 'done' }, 'lease'),
        remove(ref(things, removed), { equals: { n: 1 } }),
      ];
      expect(await given.each(...writes)).toEqual([done, done, done]);
      expect(await given.each(...writes)).toEqual([done, done, done]);
      expect(await given.read(changed)).toEqual({ pk: changed, sk: '-', owner: 'me', state: 'done' });
    });

    it.each<[string, (pk: string) => SingleWrite, Item]>([
      ['another put', (pk) => putIfAbsent(things, { pk, sk: '-', n: 1 }), { pk: '', sk: '-', n: 1, more: 1 }],
      ['another owner', (pk) => claimed(pk, 'me'), { pk: '', sk: '-', owner: 'you', state: 'sending', lease: 9 }],
      ['a later step', (pk) => claimed(pk, 'me'), { pk: '', sk: '-', owner: 'me', state: 'done', lease: 9 }],
      ['another lease', (pk) => claimed(pk, 'me'), { pk: '', sk: '-', owner: 'me', state: 'sending', lease: 10 }],
      ['what it took away', (pk) => completed(pk), { pk: '', sk: '-', owner: 'me', state: 'done', lease: 9 }],
    ])('is refused where it finds %s', async (_, write, there) => {
      const found = { ...there, pk: newPk() };
      await given.stored(found);
      expect(await given.each(write(found.pk))).toEqual([{ kind: 'condition', found }]);
      expect(await given.read(found.pk)).toEqual(found);
    });
  });
}

function claimed(pk: string, owner: string) {
  const open = { equals: { owner, state: 'claimed', lease: 5 } };
  return change(ref(things, pk), open, { state: 'sending', lease: 9 });
}

function completed(pk: string) {
  return change(ref(things, pk), { equals: { owner: 'me', state: 'sending' } }, { state: 'done' }, 'lease');
}
