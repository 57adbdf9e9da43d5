import { expect, it } from 'vitest';
import type { Value } from '../../../lib/store/store.ts';
import { type Given, newPk } from './given.ts';

function nested(depth: number): Value {
  return depth === 0 ? 'x' : [nested(depth - 1)];
}

const values: [name: string, value: Value][] = [
  ['an empty string', ''],
  ['a string of all sorts', 'a"b\'c\\d\u0000\n\u2028é😀'],
  ['zero', 0],
  ['a negative number', -12.75],
  ['the largest integer', 9007199254740991],
  ['the smallest integer', -9007199254740991],
  ['a fraction', 0.1],
  ['all digits of a fraction', 0.1234567890123456],
  ['a small number', 1.5e-100],
  ['true', true],
  ['false', false],
  ['null', null],
  ['no bytes', new Uint8Array()],
  ['bytes that are no text', Uint8Array.of(0, 255, 128, 10)],
  ['an empty list', []],
  ['an empty map', {}],
  ['a list of everything', ['', 1, true, null, [], {}, Uint8Array.of(7)]],
  ['maps in lists in maps', { a: [{ b: { c: [null, { d: '' }] } }] }],
  ['bytes at depth', { a: [{ b: Uint8Array.of(1, 2) }, [Uint8Array.of(3)]] }],
  ['names that look like markup', { $bytes: 'AQI=', $$bytes: '', S: 'x', 'a.b': 1, '#n': 2, ':v': 3, '"': 4, é: 5 }],
  ['31 lists in one another', nested(31)],
];

export function valuesContract(given: Given): void {
  it.each(values)('keeps %s', async (_, value) => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', value });
    expect(await given.read(pk)).toEqual({ pk, sk: '-', value });
    expect(await given.query(pk)).toEqual({ items: [{ pk, sk: '-', value }] });
  });

  it('gives bytes as a Uint8Array', async () => {
    const pk = newPk();
    await given.stored({ pk, sk: '-', bytes: Buffer.from([1, 2, 3]) });
    const bytes = (await given.read(pk))?.['bytes'];
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect([...(bytes as Uint8Array)]).toEqual([1, 2, 3]);
  });

  it('does not store what is undefined, at whatever depth', async () => {
    const pk = newPk();
    await given.stored({
      pk,
      sk: '-',
      none: undefined,
      map: { none: undefined, some: 1 },
      list: [{ none: undefined }],
    });
    const item = await given.read(pk);
    expect(item).toStrictEqual({ pk, sk: '-', map: { some: 1 }, list: [{}] });
  });

  it('keeps keys of all sorts', async () => {
    const pk = `${newPk()} a"b'c\\%_#é😀\u0001`;
    await given.stored({ pk, sk: '"; DROP TABLE things; --' });
    expect(await given.read(pk, '"; DROP TABLE things; --')).toEqual({ pk, sk: '"; DROP TABLE things; --' });
  });

  it('does not share what it gave with what it holds', async () => {
    const pk = newPk();
    const item = { pk, sk: '-', list: [1] };
    await given.stored(item);
    item.list.push(2);
    expect(await given.read(pk)).toEqual({ pk, sk: '-', list: [1] });
  });
}
