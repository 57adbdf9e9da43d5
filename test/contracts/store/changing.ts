import { expect, it } from 'vitest';
import { type Change, change, put, putIfAbsent, ref } from '../../../lib/store/store.ts';
import { type Given, newPk, owned, things } from './given.ts';

const refused = { code: 'STORE_LIMIT' };

export function changingContract(given: Given): void {
  it('sets and takes away attributes, and leaves the rest as it is', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', state: 'open', owner: 'ada', lease: 5, list: [1] });
    const claim = change(ref(things, pk), { equals: { state: 'open' } }, { state: 'done', at: 7, note: null }, 'lease');
    expect(await given.transact(claim)).toEqual([]);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', state: 'done', owner: 'ada', at: 7, note: null, list: [1] });
  });

  it('sets alone, and takes away alone, also what is not there', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', state: 'open' });
    expect(await given.transact(change(ref(things, pk), { equals: {} }, { open: true }))).toEqual([]);
    expect(await given.transact(change(ref(things, pk), { equals: {} }, {}, 'state'))).toEqual([]);
    expect(await given.transact(change(ref(things, pk), { equals: {} }, {}, 'state'))).toEqual([]);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', open: true });
  });

  it('takes what it compares with away', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', lease: 5 });
    expect(await given.transact(change(ref(things, pk), { equals: { lease: 5 } }, {}, 'lease'))).toEqual([]);
    expect(await given.read(pk)).toEqual({ pk, sk: '-' });
  });

  it('makes no item of nothing', async () => {
    const pk = newPk();
    const claim = change(ref(things, pk), { equals: {} }, { state: 'done' });
    expect(await given.transact(claim)).toEqual([{ index: 0, reason: 'condition' }]);
    expect(await given.read(pk)).toBeUndefined();
  });

  it('is done with its transaction or not at all', async () => {
    const [pk, taken] = [newPk(), newPk()];
    await given.stored({ pk, sk: '-', state: 'open' }, { pk: taken, sk: '-' });
    const failures = await given.transact(
      change(ref(things, pk), { equals: { state: 'open' } }, { state: 'done' }),
      putIfAbsent(things, { pk: taken, sk: '-', n: 1 }),
    );
    expect(failures).toEqual([{ index: 1, reason: 'condition', found: { pk: taken, sk: '-' } }]);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', state: 'open' });
  });

  it('makes no item larger than 400 KB', async () => {
    const [pk, beside] = [newPk(), newPk()];
    await given.stored({ pk, sk: '-', body: 'x'.repeat(300_000) });
    const more = change(ref(things, pk), { equals: {} }, { more: 'x'.repeat(200_000) });
    await expect(given.transact(put(things, { pk: beside, sk: '-' }), more)).rejects.toMatchObject(refused);
    expect(await given.read(pk)).not.toHaveProperty('more');
    expect(await given.read(beside)).toBeUndefined();
  });

  it('is in its indexes under its new keys, and no longer when one is taken away', async () => {
    const [pk, ada, bob] = [newPk(), newPk(), newPk()];
    const listed = async (owner: string) => {
      const { items } = await given.store().query({ table: owned, index: 'byOwner', partition: owner });
      return items.map((item) => item['at']);
    };
    await given.transact(put(owned, { pk, sk: '-', owner: ada, at: '1' }));
    await given.transact(change(ref(owned, pk), { equals: { owner: ada } }, { owner: bob, at: '2' }));
    await expect.poll(async () => [await listed(ada), await listed(bob)]).toEqual([[], ['2']]);
    await given.transact(change(ref(owned, pk), { equals: {} }, { was: bob }, 'owner'));
    await expect.poll(() => listed(bob)).toEqual([]);
  });

  it.each<[string, Partial<Change>]>([
    ['nothing', { set: {} }],
    ['a key', { set: { sk: 'x' } }],
    ['a key away', { unset: 'pk' }],
    ['one attribute in two ways', { set: { n: 1 }, unset: 'n' }],
    ['a name that statements write in other ways', { set: { 'a.b': 1 } }],
    ['a name in quotes', { set: { n: 1 }, unset: '"n"' }],
    ['by a name with a space', { when: { equals: { 'a b': 1 } } }],
    ['by a long name', { when: { equals: { ['n'.repeat(51)]: 1 } } }],
    ['to what can not be stored', { set: { n: Number.NaN } }],
  ])('does not change %s', async (_, wrong) => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', n: 0 });
    const changing = { ...change(ref(things, pk), { equals: {} }, { m: 1 }), ...wrong };
    await expect(given.transact(changing)).rejects.toMatchObject(refused);
    await expect(given.each(changing)).rejects.toMatchObject(refused);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', n: 0 });
  });

  it('does not change what an index is keyed by to what is no key', async () => {
    const empty = change(ref(owned, newPk()), { equals: {} }, { owner: '' });
    await expect(given.transact(empty)).rejects.toMatchObject(refused);
  });
}
