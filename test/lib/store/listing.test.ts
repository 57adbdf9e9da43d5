import { describe, expect, onTestFinished, test } from 'vitest';
import { load } from '../../../lib/commit/load.ts';
import { list, readListing } from '../../../lib/store/listing.ts';
import { sqliteStore } from '../../../lib/store/sqlite.ts';
import { put, ref } from '../../../lib/store/store.ts';
import { type Box, box, boxes } from '../../fixtures/shelves.ts';

async function storeWith(...there: Box[]) {
  const store = sqliteStore({ file: ':memory:', tables: [boxes], now: () => 0 });
  onTestFinished(() => store.close());
  await store.transact(
    there.map((one) => put(boxes, one)),
    'there',
  );
  return store;
}

const shelf = { table: boxes, index: 'byShelf', partition: 's-1' };
const idsOf = (items: readonly Box[]) => items.map(({ pk }) => pk);

describe('a listing', () => {
  test('of just its limit is whole', async () => {
    const store = await storeWith(box('b', 's-1'), box('bb', 's-1'));
    const { items, isTruncated } = await readListing(list(shelf, { limit: 2, beyond: 'fail' }), store);
    expect([idsOf(items), isTruncated]).toEqual([['b', 'bb'], false]);
  });

  test('of one more fails, or is cut and says so; it may be in descending order', async () => {
    const store = await storeWith(box('b', 's-1'), box('bb', 's-1'), box('bbb', 's-1'));
    const failing = readListing(list(shelf, { limit: 2, beyond: 'fail' }), store);
    await expect(failing).rejects.toMatchObject({ code: 'LISTING_TOO_LONG' });
    const cut = await readListing(list(shelf, { limit: 2, beyond: 'truncate', descending: true }), store);
    expect([idsOf(cut.items), cut.isTruncated]).toEqual([['bbb', 'bb'], true]);
  });

  test('is read over pages that end early', async () => {
    const store = await storeWith(box('b', 's-1'), box('bb', 's-1'), box('bbb', 's-1'));
    const short = {
      query: ((from, range, page) => store.query(from, { ...range, limit: 1 }, page)) as typeof store.query,
    };
    const { items } = await readListing(list(shelf, { limit: 3, beyond: 'fail' }), short);
    expect(idsOf(items)).toEqual(['b', 'bb', 'bbb']);
  });

  test.each([0, -1, 1.5, 1_001, Number.NaN])('of %s items is refused where it is written', (limit) => {
    expect(() => list(shelf, { limit, beyond: 'truncate' })).toThrow(/^list of boxes: expected a limit of 1 to 1000/);
  });
});

test('items by key and listings are loaded under their names', async () => {
  const store = await storeWith(box('b', 's-1'));
  const loads = { one: ref(boxes, 'b'), none: ref(boxes, 'no'), all: list(shelf, { limit: 1, beyond: 'fail' }) };
  const { one, none, all } = await load(loads, store);
  expect([one?.version, none, idsOf(all.items)]).toEqual([1, undefined, ['b']]);
});
