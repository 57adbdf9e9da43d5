import { expect, it } from 'vitest';
import { queryNewest } from '../../../lib/store/queryNewest.ts';
import { type Given, newPk, sortKeys, things } from './given.ts';

export function newestContract(given: Given): void {
  /** One partition for each list of sort keys. */
  async function givenPartitions(lists: readonly (readonly string[])[], body = ''): Promise<string[]> {
    const partitions = lists.map(newPk);
    for (const [n, keys] of lists.entries()) {
      if (keys.length > 0) await given.stored(...keys.map((sk) => ({ pk: partitions[n] ?? '', sk, body })));
    }
    return partitions;
  }

  async function pagesOf(partitions: readonly string[], limit: number): Promise<string[]> {
    const pages: string[] = [];
    let page: string | undefined;
    do {
      const found = await queryNewest(given.store(), { table: things, partitions }, { limit, page });
      pages.push(sortKeys(found).join(' '));
      page = found.next;
    } while (page !== undefined && pages.length < 50);
    return pages;
  }

  it.each([
    [100, ['9 8 7 6 5 4 3 2 1']],
    [9, ['9 8 7 6 5 4 3 2 1']],
    [4, ['9 8 7 6', '5 4 3 2', '1']],
    [3, ['9 8 7', '6 5 4', '3 2 1']],
    [1, ['9', '8', '7', '6', '5', '4', '3', '2', '1']],
  ])('come as of one partition, the last first, %i a page', async (limit, expected) => {
    expect(
      await pagesOf(await givenPartitions([['1', '4', '5', '6'], [], ['2', '9'], ['3', '7', '8']]), limit),
    ).toEqual(expected);
  });

  it('are sorted by UTF-8 bytes, as one partition is', async () => {
    // U+FF5E is before U+1F600 in UTF-8, and after it in UTF-16.
    expect(await pagesOf(await givenPartitions([['\u{1f600}', 'a'], ['\uff5e']]), 1)).toEqual([
      '\u{1f600}',
      '\uff5e',
      'a',
    ]);
  });

  it('miss nothing where the page of one partition ends at 1 MB', async () => {
    const even = Array.from({ length: 8 }, (_, n) => String(10 + 2 * n));
    const odd = Array.from({ length: 8 }, (_, n) => String(11 + 2 * n));
    const pages = await pagesOf(await givenPartitions([even, odd.slice(0, 3)], 'x'.repeat(300_000)), 100);
    expect(pages.join(' ')).toBe('24 22 20 18 16 15 14 13 12 11 10');
    expect(pages.length).toBeGreaterThan(1);
  });

  it('go on behind what was shown, though that was removed and newer ones came', async () => {
    const partitions = await givenPartitions([
      ['1', '3'],
      ['2', '4'],
    ]);
    const first = await queryNewest(given.store(), { table: things, partitions }, { limit: 2 });
    await given.stored({ pk: partitions[0] ?? '', sk: '5' });
    const next = await queryNewest(given.store(), { table: things, partitions }, { limit: 9, page: first.next });
    expect([sortKeys(first), sortKeys(next), next.next]).toEqual([['4', '3'], ['2', '1'], undefined]);
  });

  it('are never begun by a next that was not given out', async () => {
    const partitions = await givenPartitions([['1'], ['2']]);
    for (const page of ['', 'nonsense', btoa('["0","1"]')]) {
      const read = queryNewest(given.store(), { table: things, partitions }, { limit: 2, page });
      await expect(read, page).rejects.toMatchObject({ code: 'BAD_PAGE' });
    }
  });
}
