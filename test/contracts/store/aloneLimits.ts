import { expect, it } from 'vitest';
import { change, defineTable, putIfAbsent, ref, remove } from '../../../lib/store/store.ts';
import { type Given, newPk, things } from './given.ts';

const refused = { code: 'STORE_LIMIT' };
const done = { kind: 'done' };

/** An item of so many bytes: 45 for its key and the names of its attributes, `pk` being of 36. */
function itemOf(bytes: number) {
  return { pk: newPk(), sk: '-', body: 'x'.repeat(bytes - 45) };
}

export function aloneLimitsContract(given: Given): void {
  function puts(count: number) {
    const pk = newPk();
    return Array.from({ length: count }, (_, n) => putIfAbsent(things, { pk, sk: `${n}` }));
  }

  it('takes 100 writes, and neither 101 nor none', async () => {
    expect(await given.each(...puts(100))).toEqual(Array.from({ length: 100 }, () => done));
    const many = puts(101);
    await expect(given.each(...many)).rejects.toMatchObject(refused);
    expect(await given.read(many[0]?.item.pk ?? '', '0')).toBeUndefined();
    await expect(given.each()).rejects.toMatchObject(refused);
  });

  it('takes no two writes of one item, and then does none', async () => {
    const [pk, beside] = [newPk(), newPk()];
    const twice = [putIfAbsent(things, { pk, sk: '-' }), remove(ref(things, pk))];
    await expect(given.each(putIfAbsent(things, { pk: beside, sk: '-' }), ...twice)).rejects.toMatchObject(refused);
    expect(await given.store().read([ref(things, pk), ref(things, beside)])).toEqual([undefined, undefined]);
  });

  it('takes items of 400 KB, nearly 4 MB in all, and not of one byte more', async () => {
    const ten = Array.from({ length: 10 }, () => putIfAbsent(things, itemOf(409_600)));
    expect(await given.each(...ten)).toEqual(Array.from({ length: 10 }, () => done));
    await expect(given.each(putIfAbsent(things, itemOf(409_601)))).rejects.toMatchObject(refused);
    const eleven = Array.from({ length: 11 }, () => putIfAbsent(things, itemOf(409_600)));
    await expect(given.each(...eleven)).rejects.toMatchObject(refused);
    expect(await given.read(eleven[0]?.item.pk ?? '')).toBeUndefined();
  });

  it('lets a change that makes its item too large harm no other', async () => {
    const [large, small] = [itemOf(300_000), newPk()];
    await given.stored(large);
    const outcomes = await given.each(
      change(ref(things, large.pk), { equals: {} }, { more: 'x'.repeat(200_000) }),
      putIfAbsent(things, { pk: small, sk: '-' }),
    );
    expect(outcomes).toEqual([{ kind: 'fault', fault: expect.objectContaining(refused) }, done]);
    expect(await given.read(large.pk)).toEqual(large);
    expect(await given.read(small)).toEqual({ pk: small, sk: '-' });
  });

  it.each(['a.b', "it's", '"quoted"', 'with space', '1st', 'n'.repeat(51), ''])(
    'takes no attribute called %j, which statements would write in other ways',
    async (name) => {
      await expect(given.each(putIfAbsent(things, { pk: newPk(), sk: '-', [name]: 1 }))).rejects.toMatchObject(refused);
      const removal = remove(ref(things, newPk()), { equals: { [name]: 1 } });
      await expect(given.each(removal)).rejects.toMatchObject(refused);
    },
  );

  it('takes 100 attributes with names of 50 characters, of words that mean something elsewhere too', async () => {
    const names = Array.from({ length: 96 }, (_, n) => `attribute_${n}_`.padEnd(50, 'x'));
    const item = { pk: newPk(), sk: '-', select: 1, value: 2, ...Object.fromEntries(names.map((name) => [name, 1])) };
    expect(await given.each(putIfAbsent(things, item))).toEqual([done]);
    expect(await given.read(item.pk)).toEqual(item);
    const set = { select: 2, ...Object.fromEntries(names.slice(0, 95).map((name) => [name, 2])) };
    const changing = change(ref(things, item.pk), { equals: { value: 2 } }, set, names[95]);
    expect(await given.each(changing)).toEqual([done]);
    expect(await given.read(item.pk)).toEqual({ pk: item.pk, sk: '-', value: 2, ...set });
    await expect(given.each(putIfAbsent(things, { ...item, pk: newPk(), more: 1 }))).rejects.toMatchObject(refused);
  });

  it('touches no table that the store was not opened with', async () => {
    const unknown = putIfAbsent(defineTable({ name: 'unknown' }), { pk: 'a', sk: '-' });
    await expect(given.each(unknown)).rejects.toMatchObject({ code: 'UNDECLARED' });
  });
}
