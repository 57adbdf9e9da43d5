import { expect, it } from 'vitest';
import { add, check, put, putIfAbsent, ref, remove } from '../../../lib/store/store.ts';
import { type Given, newPk, others, things } from './given.ts';

const refused = { code: 'STORE_LIMIT' };

/** An item of so many bytes: 45 for its key and the names of its attributes, `pk` being of 36. */
function itemOf(bytes: number) {
  return { pk: newPk(), sk: '-', body: 'x'.repeat(bytes - 45) };
}

export function limitsContract(given: Given): void {
  function puts(count: number) {
    const pk = newPk();
    return Array.from({ length: count }, (_, n) => put(things, { pk, sk: `${n}` }));
  }

  it('takes 100 writes, and neither 101 nor none', async () => {
    expect(await given.transact(...puts(100))).toEqual([]);
    const many = puts(101);
    await expect(given.transact(...many)).rejects.toMatchObject(refused);
    expect(await given.read(many[0]?.item.pk ?? '', '0')).toBeUndefined();
    await expect(given.transact()).rejects.toMatchObject(refused);
  });

  it('takes no empty token', async () => {
    await expect(given.store().transact(puts(1), '')).rejects.toMatchObject(refused);
  });

  it.each([
    ['two puts', (pk: string) => [put(things, { pk, sk: '-', n: 1 }), put(things, { pk, sk: '-', n: 2 })]],
    ['two adds', (pk: string) => [add(ref(things, pk), { n: 1 }), add(ref(things, pk), { m: 1 })]],
    ['a check and a put', (pk: string) => [check(ref(things, pk), { absent: true }), put(things, { pk, sk: '-' })]],
    ['a put and a removal', (pk: string) => [put(things, { pk, sk: '-' }), remove(ref(things, pk))]],
  ])('takes no %s of one item', async (_, writes) => {
    const pk = newPk();
    await expect(given.transact(...writes(pk))).rejects.toMatchObject(refused);
    expect(await given.read(pk)).toBeUndefined();
  });

  it('takes the same key in two tables, and keys that only look alike side by side', async () => {
    const pk = newPk();
    const writes = [
      put(things, { pk, sk: 'a b' }),
      put(others, { pk, sk: 'a b' }),
      put(things, { pk: `${pk} a`, sk: 'b' }),
    ];
    expect(await given.transact(...writes)).toEqual([]);
  });

  it('takes an item of 400 KB and not of one byte more', async () => {
    const [fits, large] = [itemOf(409_600), itemOf(409_601)];
    await given.stored(fits);
    expect(await given.read(fits.pk)).toEqual(fits);
    await expect(given.transact(put(things, large))).rejects.toMatchObject(refused);
    expect(await given.read(large.pk)).toBeUndefined();
  });

  it('counts bytes, not characters', async () => {
    await expect(given.stored({ pk: newPk(), sk: '-', body: 'é'.repeat(204_800) })).rejects.toMatchObject(refused);
    await expect(given.stored({ pk: newPk(), sk: '-', ['é'.repeat(204_800)]: 1 })).rejects.toMatchObject(refused);
  });

  it('takes a transaction of nearly 4 MB and not of more', async () => {
    const ten = Array.from({ length: 10 }, () => put(things, itemOf(409_600)));
    expect(await given.transact(...ten)).toEqual([]);
    const eleven = Array.from({ length: 11 }, () => put(things, itemOf(409_600)));
    await expect(given.transact(...eleven)).rejects.toMatchObject(refused);
    expect(await given.read(eleven[0]?.item.pk ?? '')).toBeUndefined();
  });

  it('takes partition keys of 1 to 2,048 bytes and sort keys of 1 to 1,024', async () => {
    const pk = newPk() + 'é'.repeat(1_006);
    const sk = 'é'.repeat(512);
    await given.stored({ pk, sk });
    expect(await given.read(pk, sk)).toEqual({ pk, sk });
  });

  it.each([
    ['an empty partition key', { pk: '', sk: '-' }],
    ['an empty sort key', { pk: 'a', sk: '' }],
    ['a partition key of 2,049 bytes', { pk: `x${'é'.repeat(1_024)}`, sk: '-' }],
    ['a sort key of 1,025 bytes', { pk: 'a', sk: `x${'é'.repeat(512)}` }],
  ])('takes no %s', async (_, { pk, sk }) => {
    await expect(given.stored({ pk, sk })).rejects.toMatchObject(refused);
    await expect(given.transact(putIfAbsent(things, { pk, sk }))).rejects.toMatchObject(refused);
    await expect(given.transact(add(ref(things, pk, sk), { n: 1 }))).rejects.toMatchObject(refused);
    await expect(given.transact(remove(ref(things, pk, sk)))).rejects.toMatchObject(refused);
    await expect(given.transact(check(ref(things, pk, sk), { absent: true }))).rejects.toMatchObject(refused);
    await expect(given.read(pk, sk)).rejects.toMatchObject(refused);
  });

  it('reads at most 100 items at once', async () => {
    const refs = Array.from({ length: 101 }, (_, n) => ref(things, `${n}`));
    await expect(given.store().read(refs)).rejects.toMatchObject(refused);
  });

  it.each([0, -1, 1.5, Number.NaN, 1_001])('gives no page of %d items', async (limit) => {
    await expect(given.query(newPk(), { limit })).rejects.toMatchObject(refused);
  });
}
