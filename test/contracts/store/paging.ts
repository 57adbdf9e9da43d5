import { expect, it } from 'vitest';
import type { Item, Range } from '../../../lib/store/store.ts';
import { ref, remove } from '../../../lib/store/store.ts';
import { type Given, newPk, sortKeys, things } from './given.ts';

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

export function pagingContract(given: Given): void {
  async function givenDigits(): Promise<string> {
    const pk = newPk();
    await given.stored(...digits.map((sk) => ({ pk, sk })));
    return pk;
  }

  async function pagesOf(pk: string, range: Range): Promise<string[][]> {
    const pages: string[][] = [];
    let next: string | undefined;
    do {
      const page = await given.query(pk, range, next);
      pages.push(sortKeys(page));
      next = page.next;
    } while (next !== undefined && pages.length < 50);
    return pages;
  }

  it.each<[Range, string[]]>([
    [{ limit: 4 }, ['0123', '4567', '89']],
    [{ limit: 4, descending: true }, ['9876', '5432', '10']],
    [{ limit: 5 }, ['01234', '56789']],
    [{ limit: 10 }, ['0123456789']],
    [{ limit: 11 }, ['0123456789']],
    [{ limit: 1, from: '3', to: '5' }, ['3', '4', '5']],
    [{ limit: 2, from: '3', to: '7', descending: true }, ['76', '54', '3']],
    [{ limit: 1, prefix: '4' }, ['4']],
  ])('come one after the other until the last one has no next: %o', async (range, expected) => {
    const pages = await pagesOf(await givenDigits(), range);
    expect(pages.map((keys) => keys.join(''))).toEqual(expected);
  });

  it('hold 100 items unless another limit is given, at most 1,000', async () => {
    const pk = newPk();
    const items = Array.from({ length: 1_050 }, (_, n): Item => ({ pk, sk: String(n).padStart(4, '0') }));
    for (let n = 0; n < 1_050; n += 100) await given.stored(...items.slice(n, n + 100));
    expect((await given.query(pk)).items).toHaveLength(100);
    expect((await pagesOf(pk, { limit: 1_000 })).map((page) => page.length)).toEqual([1_000, 50]);
  });

  it('end at 1 MB, and nothing is lost or given twice between them', async () => {
    const pk = newPk();
    const items = Array.from({ length: 25 }, (_, n): Item => ({ pk, sk: `${100 + n}`, body: 'x'.repeat(150_000) }));
    await given.stored(...items);
    const pages = await pagesOf(pk, { limit: 1_000 });
    expect(pages.flat()).toEqual(items.map(({ sk }) => sk));
    expect(pages.length).toBeGreaterThanOrEqual(4);
    expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(7);
  });

  it('go on where the last one ended, whatever was written and removed since', async () => {
    const pk = await givenDigits();
    const first = await given.query(pk, { limit: 5 });
    await given.transact(remove(ref(things, pk, '4')), remove(ref(things, pk, '6')));
    await given.stored({ pk, sk: '31' }, { pk, sk: '71' });
    expect(sortKeys(await given.query(pk, {}, first.next))).toEqual(['5', '7', '71', '8', '9']);
  });

  it('are never begun by a next that was not given out', async () => {
    const pk = await givenDigits();
    const bad = { code: 'BAD_PAGE' };
    const forged = ['{}', '[]', '[1]', '[""]', '["0","1"]', 'null', '"0"'].map((text) => btoa(text));
    for (const page of ['', 'nonsense', '%%%', ...forged]) {
      await expect(given.query(pk, {}, page), page).rejects.toMatchObject(bad);
    }
  });

  it('are never begun by the next of another range', async () => {
    const pk = await givenDigits();
    const { next } = await given.query(pk, { limit: 5 });
    const bad = { code: 'BAD_PAGE' };
    await expect(given.query(pk, { from: '6' }, next)).rejects.toMatchObject(bad);
    await expect(given.query(pk, { to: '3' }, next)).rejects.toMatchObject(bad);
    await expect(given.query(pk, { prefix: '5' }, next)).rejects.toMatchObject(bad);
  });
}
