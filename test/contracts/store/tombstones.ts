import { describe, expect, it } from 'vitest';
import { add, change, check, put, putIfAbsent, ref, remove, type Write } from '../../../lib/store/store.ts';
import { erasable, type Given, newPk } from './given.ts';

const tombstone = { version: 3, deletedAt: '2026-11-21T08:00:00.000Z' };

const writes: [name: string, of: (pk: string) => Write][] = [
  ['put', (pk) => put(erasable, { pk, sk: '-', version: 4 })],
  ['put under its version', (pk) => put(erasable, { pk, sk: '-', version: 4 }, { equals: { version: 3 } })],
  ['put unless something differs', (pk) => put(erasable, { pk, sk: '-' }, { unless: { version: 4 } })],
  ['put if absent', (pk) => putIfAbsent(erasable, { pk, sk: '-', version: 1 })],
  ['put of another tombstone', (pk) => put(erasable, { pk, sk: '-', ...tombstone, version: 4 })],
  ['change', (pk) => change(ref(erasable, pk), { equals: { version: 3 } }, { name: 'Zoë' }, 'deletedAt')],
  ['add', (pk) => add(ref(erasable, pk), { version: 1 }, { name: 'Zoë' })],
  ['removal', (pk) => remove(ref(erasable, pk))],
  ['removal under its version', (pk) => remove(ref(erasable, pk), { equals: { version: 3 } })],
];

export function tombstonesContract(given: Given): void {
  const read = async (pk: string) => (await given.store().read([ref(erasable, pk)]))[0];

  describe.each(writes)('a %s', (_, write) => {
    it('does not touch a tombstone, and is told what it met', async () => {
      const found = { pk: newPk(), sk: '-', ...tombstone };
      expect(await given.transact(put(erasable, found))).toEqual([]);
      expect(await given.transact(write(found.pk))).toEqual([{ index: 0, reason: 'condition', found }]);
      expect(await read(found.pk)).toEqual(found);
    });

    it('is done on the same item without the attribute', async () => {
      const pk = newPk();
      if (write(pk).op === 'put' && JSON.stringify(write(pk)).includes('absent')) return;
      await given.transact(put(erasable, { pk, sk: '-', version: 3 }));
      expect(await given.transact(write(pk))).toEqual([]);
    });
  });

  it('is put where something was, or nothing', async () => {
    const [was, none] = [newPk(), newPk()];
    await given.transact(put(erasable, { pk: was, sk: '-', version: 2, name: 'Zoë' }));
    const entomb = (pk: string) => put(erasable, { pk, sk: '-', ...tombstone });
    expect(await given.transact(entomb(was), entomb(none))).toEqual([]);
    expect(await read(was)).toEqual({ pk: was, sk: '-', ...tombstone });
    expect(await read(none)).toEqual({ pk: none, sk: '-', ...tombstone });
  });

  it('is found by a check as it is', async () => {
    const pk = newPk();
    await given.transact(put(erasable, { pk, sk: '-', ...tombstone }));
    expect(await given.transact(check(ref(erasable, pk), { equals: { version: 3 } }))).toEqual([]);
  });

  it('stands in the way of the whole transaction', async () => {
    const [dead, other] = [newPk(), newPk()];
    const found = { pk: dead, sk: '-', ...tombstone };
    await given.transact(put(erasable, found));
    const failures = await given.transact(put(erasable, { pk: other, sk: '-' }), add(ref(erasable, dead), { n: 1 }));
    expect(failures).toEqual([{ index: 1, reason: 'condition', found }]);
    expect(await read(other)).toBeUndefined();
  });

  it('can stand only in a table that takes no single writes', async () => {
    const [pk, refused] = [newPk(), { code: 'STORE_LIMIT' }];
    await expect(given.each(putIfAbsent(erasable, { pk, sk: '-' }))).rejects.toMatchObject(refused);
    await expect(given.store().addAlone(add(ref(erasable, pk), { n: 1 }))).rejects.toMatchObject(refused);
  });
}
