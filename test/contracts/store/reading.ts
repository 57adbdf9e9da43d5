import { expect, it } from 'vitest';
import { put, ref } from '../../../lib/store/store.ts';
import { type Given, newPk, others, things } from './given.ts';

export function readingContract(given: Given): void {
  it('answers one for each ref, in their order, undefined where there is nothing', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: 'a', n: 1 }, { pk, sk: 'b', n: 2 });
    const items = await given.store().read([ref(things, pk, 'b'), ref(things, pk, 'none'), ref(things, pk, 'a')]);
    expect(items).toEqual([{ pk, sk: 'b', n: 2 }, undefined, { pk, sk: 'a', n: 1 }]);
  });

  it('answers nothing to nothing', async () => {
    expect(await given.store().read([])).toEqual([]);
  });

  it('answers twice to whoever asks twice', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', n: 1 });
    const [one, same, none, neither] = await given
      .store()
      .read([ref(things, pk), ref(things, pk), ref(things, pk, 'x'), ref(things, pk, 'x')]);
    expect([one, same, none, neither]).toEqual([{ pk, sk: '-', n: 1 }, { pk, sk: '-', n: 1 }, undefined, undefined]);
  });

  it('reads from several tables at once', async () => {
    const pk = newPk();
    await given.transact(put(things, { pk, sk: '-', of: 'things' }), put(others, { pk, sk: '-', of: 'others' }));
    const items = await given.store().read([ref(others, pk), ref(things, pk)]);
    expect(items).toEqual([
      { pk, sk: '-', of: 'others' },
      { pk, sk: '-', of: 'things' },
    ]);
  });

  it('reads 100 items at once', async () => {
    const pk = newPk();
    const keys = Array.from({ length: 100 }, (_, n) => `${n}`);
    await given.stored(...keys.map((sk) => ({ pk, sk })));
    const items = await given.store().read(keys.map((sk) => ref(things, pk, sk)));
    expect(items.map((item) => item?.sk)).toEqual(keys);
  });

  it('reads items of 18 MB at once', async () => {
    const keys = Array.from({ length: 45 }, (_, n) => `${newPk()}${n}`);
    const items = keys.map((pk) => ({ pk, sk: '-', body: 'x'.repeat(400_000) }));
    for (let n = 0; n < 45; n += 9) await given.stored(...items.slice(n, n + 9));
    const read = await given.store().read(keys.map((pk) => ref(things, pk)));
    expect(read.map((item) => [item?.pk, String(item?.['body']).length])).toEqual(keys.map((pk) => [pk, 400_000]));
  });

  it('sees at once what another handle wrote', async () => {
    const pk = newPk();
    const other = await given.another();
    for (let n = 1; n <= 20; n += 1) {
      await other.transact([put(things, { pk, sk: '-', n })], newPk());
      expect(await given.read(pk)).toEqual({ pk, sk: '-', n });
      expect((await given.query(pk)).items).toEqual([{ pk, sk: '-', n }]);
    }
  });
}
