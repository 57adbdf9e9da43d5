import { expect, it } from 'vitest';
import type { Range } from '../../../lib/store/store.ts';
import { type Given, newPk, sortKeys } from './given.ts';

export function queryingContract(given: Given): void {
  async function givenKeys(...keys: string[]): Promise<string> {
    const pk = newPk();
    await given.stored(...keys.map((sk) => ({ pk, sk })));
    return pk;
  }

  it('gives whole items of one partition, and none of its neighbours', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: 'b', n: 2 }, { pk, sk: 'a', n: 1 }, { pk: `${pk}x`, sk: 'a' });
    expect(await given.query(pk)).toEqual({
      items: [
        { pk, sk: 'a', n: 1 },
        { pk, sk: 'b', n: 2 },
      ],
    });
  });

  it('gives nothing of an empty partition', async () => {
    expect(await given.query(newPk())).toEqual({ items: [] });
  });

  it('sorts by UTF-8 bytes, which is not the order of JavaScript', async () => {
    const pk = await givenKeys('😀', '\uffee', 'é', 'a', 'aa', 'Z', 'A', '10', '9', '\u0001');
    const sorted = ['\u0001', '10', '9', 'A', 'Z', 'a', 'aa', 'é', '\uffee', '😀'];
    expect(sortKeys(await given.query(pk))).toEqual(sorted);
    expect(sortKeys(await given.query(pk, { descending: true }))).toEqual(sorted.toReversed());
  });

  it.each<[Range, string[]]>([
    [{ from: 'b' }, ['b', 'ba', 'c', 'd']],
    [{ to: 'b' }, ['a', 'b']],
    [{ from: 'b', to: 'c' }, ['b', 'ba', 'c']],
    [{ from: 'b', to: 'b' }, ['b']],
    [{ from: 'aa', to: 'bb' }, ['b', 'ba']],
    [{ from: 'c', to: 'b' }, []],
    [{ from: 'é' }, []],
    [{ from: '' }, ['a', 'b', 'ba', 'c', 'd']],
    [{ to: '' }, []],
    [{ from: '', to: 'b' }, ['a', 'b']],
    [{ from: 'b', to: 'c', descending: true }, ['c', 'ba', 'b']],
    [{ from: 'b', limit: 2 }, ['b', 'ba']],
    [{ to: 'c', descending: true, limit: 1 }, ['c']],
    [{ prefix: 'b' }, ['b', 'ba']],
    [{ prefix: 'ba' }, ['ba']],
    [{ prefix: 'x' }, []],
    [{ prefix: '' }, ['a', 'b', 'ba', 'c', 'd']],
    [{ prefix: 'b', descending: true }, ['ba', 'b']],
    [{ prefix: 'b', limit: 1 }, ['b']],
  ])('of a, b, ba, c, d in %o gives %j', async (range, expected) => {
    const pk = await givenKeys('c', 'a', 'ba', 'd', 'b');
    expect(sortKeys(await given.query(pk, range))).toEqual(expected);
  });

  it.each([
    ['%', ['%', '%a']],
    ['_', ['_b']],
    ['\\', ['\\']],
    ['é', ['é1', 'éé']],
    ['\ud7ff', ['\ud7ffa']],
    ['\uffff', ['\uffff', '\uffffz']],
    ['😀', ['😀', '😀!']],
    ['\u{10ffff}', ['\u{10ffff}', '\u{10ffff}\u{10ffff}']],
  ])('takes the prefix %j as it is', async (prefix, expected) => {
    const near = ['a', 'ab', '\ue000', '😁', '%', '%a', '_b', '\\', 'é1', 'éé', '\ud7ffa', '\uffff', '\uffffz'];
    const pk = await givenKeys(...near, '😀', '😀!', '\u{10ffff}', '\u{10ffff}\u{10ffff}');
    expect(sortKeys(await given.query(pk, { prefix }))).toEqual(expected);
  });

  it.each(['from', 'to'] as const)('takes no prefix beside %s', async (bound) => {
    const query = given.query(newPk(), { prefix: 'a', [bound]: 'a' });
    await expect(query).rejects.toMatchObject({ code: 'STORE_LIMIT' });
  });

  it.each(['from', 'to', 'prefix'] as const)('takes no %s that no key can have', async (bound) => {
    for (const text of ['x'.repeat(1_025), 'é'.repeat(513), '\ud83d']) {
      await expect(given.query(newPk(), { [bound]: text })).rejects.toMatchObject({ code: 'STORE_LIMIT' });
    }
    expect(await given.query(newPk(), { [bound]: 'é'.repeat(512) })).toEqual({ items: [] });
  });

  it('takes no empty partition', async () => {
    await expect(given.query('')).rejects.toMatchObject({ code: 'STORE_LIMIT' });
  });
}
