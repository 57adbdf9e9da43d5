import { expect, it, vi } from 'vitest';
import { add, type Item, put, type Range, ref, remove } from '../../../lib/store/store.ts';
import { type Given, newPk, owned } from './given.ts';

/** Indexes may lag behind their table. */
const soon = { timeout: 5_000, interval: 50 };

export function indexesContract(given: Given): void {
  function page(owner: string, range: Range = {}, next?: string) {
    return given.store().query({ table: owned, index: 'byOwner', partition: owner }, range, next);
  }

  async function expectSoon(owner: string, range: Range, names: string[]): Promise<void> {
    await vi.waitFor(async () => {
      const { items } = await page(owner, range);
      expect(items.map((item) => item['name'])).toEqual(names);
    }, soon);
  }

  function item(owner: string, at: string, name: string): Item {
    return { pk: newPk(), sk: '-', owner, at, name };
  }

  it('give whole items of one partition in the order of their sort attribute', async () => {
    const [owner, other] = [newPk(), newPk()];
    const items = [item(owner, '2026-03', 'c'), item(owner, '2026-01', 'a'), item(owner, '2026-02', 'b')];
    await given.transact(...[...items, item(other, '2026-01', 'x')].map((one) => put(owned, one)));
    await expectSoon(owner, {}, ['a', 'b', 'c']);
    expect(await page(owner)).toEqual({ items: [items[1], items[2], items[0]] });
  });

  it.each<[Range, string]>([
    [{ descending: true }, 'dcba'],
    [{ from: '2026-02' }, 'bcd'],
    [{ to: '2026-02' }, 'ab'],
    [{ from: '2026-02', to: '2027-01' }, 'bcd'],
    [{ prefix: '2026-' }, 'abc'],
    [{ prefix: '2026-', descending: true, limit: 2 }, 'cb'],
  ])('give what is in %o', async (range, expected) => {
    const owner = newPk();
    const items = ['2026-01', '2026-02', '2026-10', '2027-01'].map((at, n) => item(owner, at, 'abcd'.charAt(n)));
    await given.transact(...items.map((one) => put(owned, one)));
    await expectSoon(owner, range, [...expected]);
  });

  it('leave out items that lack one of their attributes', async () => {
    const owner = newPk();
    await given.transact(
      put(owned, { pk: newPk(), sk: '-', owner, name: 'no at' }),
      put(owned, { pk: newPk(), sk: '-', at: '2026', name: 'no owner' }),
      put(owned, item(owner, '2026', 'both')),
    );
    await expectSoon(owner, {}, ['both']);
  });

  it('follow their items', async () => {
    const [owner, heir] = [newPk(), newPk()];
    const [stays, moves, goes, fades] = ['1', '2', '3', '4'].map((at) => item(owner, at, at)) as [
      Item,
      Item,
      Item,
      Item,
    ];
    await given.transact(...[stays, moves, goes, fades].map((one) => put(owned, one)));
    await expectSoon(owner, {}, ['1', '2', '3', '4']);
    await given.transact(
      add(ref(owned, moves.pk), {}, { owner: heir }),
      remove(ref(owned, goes.pk)),
      put(owned, { ...fades, at: undefined }),
    );
    await expectSoon(owner, {}, ['1']);
    await expectSoon(heir, {}, ['2']);
  });

  it('give page after page, also among items of one sort attribute', async () => {
    const owner = newPk();
    const items = Array.from({ length: 7 }, (_, n) => item(owner, '2026', `${n}`));
    await given.transact(...items.map((one) => put(owned, one)));
    await vi.waitFor(async () => expect((await page(owner)).items).toHaveLength(7), soon);
    for (const descending of [false, true]) {
      const first = await page(owner, { limit: 3, descending });
      const second = await page(owner, { limit: 3, descending }, first.next);
      const third = await page(owner, { limit: 3, descending }, second.next);
      const names = [first, second, third].map((found) => found.items.map((one) => one['name']));
      expect(names.map((found) => found.length)).toEqual([3, 3, 1]);
      expect(names.flat().sort()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
      expect(third.next).toBeUndefined();
    }
  });

  it('are not paged by the next of their table, nor it by theirs', async () => {
    const owner = newPk();
    await given.transact(...['a', 'b'].map((sk) => put(owned, { pk: owner, sk, owner, at: sk })));
    await vi.waitFor(async () => expect((await page(owner)).items).toHaveLength(2), soon);
    const ofIndex = await page(owner, { limit: 1 });
    const ofTable = await given.store().query({ table: owned, partition: owner }, { limit: 1 });
    const bad = { code: 'BAD_PAGE' };
    await expect(page(owner, {}, ofTable.next)).rejects.toMatchObject(bad);
    const query = given.store().query({ table: owned, partition: owner }, {}, ofIndex.next);
    await expect(query).rejects.toMatchObject(bad);
  });
}
