import { describe, expect, it } from 'vitest';
import { add, check, defineTable, type Item, put, ref, type Value } from '../../../lib/store/store.ts';
import { type Given, newPk, owned, things } from './given.ts';

const refused = { code: 'STORE_LIMIT' };

/** Values that the types forbid, but JavaScript allows. */
const unstorable: [name: string, value: unknown][] = [
  ['NaN', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['an integer beyond 2^53 - 1', 9007199254740992],
  ['a large integer below zero', -9007199254740992],
  ['a large number', 1e21],
  ['a number smaller than 1e-130', 1e-131],
  ['a bigint', 5n],
  ['a date', new Date(0)],
  ['a map', new Map([['a', 1]])],
  ['a function', () => 1],
  ['half a surrogate pair', '\ud83d'],
  ['a list with a hole', [1, undefined]],
];

export function refusedContract(given: Given): void {
  describe.each(unstorable)('%s', (_, value) => {
    it.each<[string, (value: Value) => Item]>([
      ['as an attribute', (value) => ({ pk: newPk(), sk: '-', value })],
      ['in a map', (value) => ({ pk: newPk(), sk: '-', map: { deep: [{ value }] } })],
      ['in a list', (value) => ({ pk: newPk(), sk: '-', list: [value] })],
    ])('is not stored %s', async (_name, itemWith) => {
      const item = itemWith(value as Value);
      await expect(given.transact(put(things, item))).rejects.toMatchObject(refused);
      expect(await given.read(item.pk)).toBeUndefined();
    });

    it('is neither compared with nor set', async () => {
      const place = ref(things, newPk());
      const attributes = { value: value as string };
      await expect(given.transact(check(place, { equals: attributes }))).rejects.toMatchObject(refused);
      await expect(given.transact(add(place, {}, attributes))).rejects.toMatchObject(refused);
    });
  });

  it.each([1.5, Number.NaN, 9007199254740992, '1', null])('does not add %s', async (amount) => {
    const sum = given.transact(add(ref(things, newPk()), { n: amount as number }));
    await expect(sum).rejects.toMatchObject(refused);
  });

  it.each([
    ['to a key', { pk: 1 }, {}],
    ['and sets one attribute', { n: 1 }, { n: 2 }],
    ['nothing', {}, {}],
  ])('does not add %s', async (_, amounts, set) => {
    await expect(given.transact(add(ref(things, newPk()), { ...amounts } as never, set))).rejects.toMatchObject(
      refused,
    );
  });

  it('does not set a key', async () => {
    await expect(given.transact(add(ref(things, newPk()), { n: 1 }, { sk: 'x' }))).rejects.toMatchObject(refused);
  });

  it.each<[string, Value]>([
    ['empty', ''],
    ['a number', 5],
    ['null', null],
    ['longer than a key may be', 'x'.repeat(2_049)],
  ])('does not store what an index is keyed by when it is %s', async (_, owner) => {
    const item = { pk: newPk(), sk: '-', owner, at: '2026' };
    await expect(given.transact(put(owned, item))).rejects.toMatchObject(refused);
    await expect(given.transact(add(ref(owned, newPk()), {}, { owner: owner as string }))).rejects.toMatchObject(
      refused,
    );
  });

  it('uses no table and no index that it was not opened with', async () => {
    const unknown = defineTable({ name: 'unknown' });
    const undeclared = { code: 'UNDECLARED' };
    await expect(given.store().read([ref(unknown, 'a')])).rejects.toMatchObject(undeclared);
    await expect(given.store().query({ table: unknown, partition: 'a' })).rejects.toMatchObject(undeclared);
    await expect(given.transact(put(unknown, { pk: 'a', sk: '-' }))).rejects.toMatchObject(undeclared);
    const wanted = { table: owned, index: 'byColour', partition: 'a' };
    await expect(given.store().query(wanted)).rejects.toMatchObject(undeclared);
  });

  it('names table, key and figure', async () => {
    const pk = newPk();
    const message = expect.stringMatching(new RegExp(`things ${pk} - ?: .*409600 .* 409601`.replace(' ?:', ':')));
    const item = { pk, sk: '-', body: 'x'.repeat(409_601 - 45) };
    await expect(given.transact(put(things, item))).rejects.toMatchObject({ ...refused, message });
  });
}
