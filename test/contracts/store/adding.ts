import { expect, it } from 'vitest';
import { add, put, putIfAbsent, ref } from '../../../lib/store/store.ts';
import { type Given, newPk, things } from './given.ts';

export function addingContract(given: Given): void {
  it('creates an item that is not there', async () => {
    const pk = newPk();
    expect(await given.transact(add(ref(things, pk), { paid: 500, count: 1 }))).toEqual([]);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', paid: 500, count: 1 });
  });

  it('sums, negative amounts and zero too, and leaves the rest as it is', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', paid: 500, owed: 20, share: 0.5, name: 'Ada' });
    await given.transact(add(ref(things, pk), { paid: -700, owed: 0, share: 1, fresh: 0 }));
    expect(await given.read(pk)).toEqual({ pk, sk: '-', paid: -200, owed: 20, share: 1.5, fresh: 0, name: 'Ada' });
  });

  it('sets other attributes with it', async () => {
    const pk = newPk();
    await given.transact(add(ref(things, pk), { paid: 1 }, { currency: 'EUR', open: true, note: null }));
    await given.transact(add(ref(things, pk), { paid: 1 }, { currency: 'USD' }));
    expect(await given.read(pk)).toEqual({ pk, sk: '-', paid: 2, currency: 'USD', open: true, note: null });
  });

  it('sets alone', async () => {
    const pk = newPk();
    await given.transact(add(ref(things, pk), {}, { status: 'seen' }));
    expect(await given.read(pk)).toEqual({ pk, sk: '-', status: 'seen' });
  });

  it('takes attributes called as they like', async () => {
    const pk = newPk();
    await given.transact(add(ref(things, pk), { 'a.b': 1, size: 2 }, { values: 'x', '#': 'y' }));
    expect(await given.read(pk)).toEqual({ pk, sk: '-', 'a.b': 1, size: 2, values: 'x', '#': 'y' });
  });

  it.each([
    ['a string', '5'],
    ['null', null],
    ['true', true],
    ['a list', [1]],
  ])('adds nothing to %s', async (_, held) => {
    const [pk, beside] = [newPk(), newPk()];
    await given.stored({ pk, sk: '-', paid: held });
    const sum = given.transact(put(things, { pk: beside, sk: '-' }), add(ref(things, pk), { paid: 1 }));
    await expect(sum).rejects.toMatchObject({ code: 'STORE_LIMIT', message: expect.stringContaining('paid') });
    expect(await given.read(pk)).toEqual({ pk, sk: '-', paid: held });
    expect(await given.read(beside)).toBeUndefined();
  });

  it('sums to 2^53 - 1 and no further, in both directions', async () => {
    const [high, low] = [newPk(), newPk()];
    await given.stored({ pk: high, sk: '-', sum: 9007199254740990 }, { pk: low, sk: '-', sum: -9007199254740990 });
    expect(await given.transact(add(ref(things, high), { sum: 1 }), add(ref(things, low), { sum: -1 }))).toEqual([]);
    await expect(given.transact(add(ref(things, high), { sum: 1 }))).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    await expect(given.transact(add(ref(things, low), { sum: -1 }))).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    expect(await given.read(high)).toEqual({ pk: high, sk: '-', sum: 9007199254740991 });
    expect(await given.read(low)).toEqual({ pk: low, sk: '-', sum: -9007199254740991 });
  });

  it('makes no item larger than 400 KB', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', body: 'x'.repeat(300_000) });
    const more = given.transact(add(ref(things, pk), { n: 1 }, { more: 'x'.repeat(200_000) }));
    await expect(more).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    expect(await given.read(pk)).not.toHaveProperty('n');
  });

  it('alone answers the item as it then is', async () => {
    const [pk, store] = [newPk(), given.store()];
    const first = await store.addAlone(add(ref(things, pk), { n: 2 }, { by: 'one' }));
    expect(first).toEqual({ pk, sk: '-', n: 2, by: 'one' });
    expect(await store.addAlone(add(ref(things, pk), { n: 3, m: -1 }))).toEqual({
      pk,
      sk: '-',
      n: 5,
      m: -1,
      by: 'one',
    });
    expect(await given.read(pk)).toEqual({ pk, sk: '-', n: 5, m: -1, by: 'one' });
  });

  it('alone gives each of 100 at once a place of its own', async () => {
    const pk = newPk();
    const stores = [given.store(), await given.another()];
    const counts = Array.from({ length: 100 }, (_, n) => stores[n % 2]?.addAlone(add(ref(things, pk), { n: 1 })));
    const places = (await Promise.all(counts)).map((item) => Number(item?.['n']));
    expect(places.sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  });

  it.each([
    ['what is no number', { n: 'one' }],
    ['a sum beyond 2^53 - 1', { n: 9007199254740991 }],
  ])('alone is refused on %s', async (_, held) => {
    const [pk, store] = [newPk(), given.store()];
    await given.stored({ pk, sk: '-', ...held });
    await expect(store.addAlone(add(ref(things, pk), { n: 1 }))).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    expect(await given.read(pk)).toEqual({ pk, sk: '-', ...held });
  });

  it('alone takes no key that an item can not have', async () => {
    const long = add(ref(things, 'x'.repeat(2_049)), { n: 1 });
    await expect(given.store().addAlone(long)).rejects.toMatchObject({ code: 'STORE_LIMIT' });
  });

  it('is not done when another write of its transaction fails', async () => {
    const [sum, taken] = [newPk(), newPk()];
    await given.stored({ pk: taken, sk: '-' });
    const failures = await given.transact(add(ref(things, sum), { n: 1 }), putIfAbsent(things, { pk: taken, sk: '-' }));
    expect(failures).toEqual([{ index: 1, reason: 'condition', found: { pk: taken, sk: '-' } }]);
    expect(await given.read(sum)).toBeUndefined();
  });

  it('answers a condition before a sum that can not be made', async () => {
    const [text, taken] = [newPk(), newPk()];
    await given.stored({ pk: text, sk: '-', n: 'one' }, { pk: taken, sk: '-' });
    const failures = await given.transact(
      add(ref(things, text), { n: 1 }),
      putIfAbsent(things, { pk: taken, sk: '-' }),
    );
    expect(failures).toEqual([{ index: 1, reason: 'condition', found: { pk: taken, sk: '-' } }]);
  });
}
