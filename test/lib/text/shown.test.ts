import { expect, it } from 'vitest';
import { cutBytes, cutText, shown, shownList, shownValue } from '../../../lib/text/shown.ts';

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['a😀😀', 1, 'a'],
  ['a😀😀', 2, 'a'],
  ['a😀😀', 3, 'a😀'],
  ['a😀😀', 4, 'a😀'],
  ['a😀😀', 5, 'a😀😀'],
  ['😀', 1, ''],
  ['😀', 0, ''],
  ['\ud83d', 5, '\ufffd'],
  ['x\ude00y', 2, 'x\ufffd'],
  ['ab\ud83d', 3, 'ab\ufffd'],
])('of %j at most %i code units are %j', (text, longest, expected) => {
  expect(cutText(text, longest)).toBe(expected);
});

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  ['é', 1, ''],
  ['aé', 2, 'a'],
  ['aé', 3, 'aé'],
  ['漢字', 5, '漢'],
  ['漢字', 6, '漢字'],
  ['a😀b', 4, 'a'],
  ['a😀b', 5, 'a😀'],
  ['a\ufffdb', 4, 'a\ufffd'],
  ['\ud83d', 2, ''],
  ['\ud83d', 3, '\ufffd'],
])('of %j at most %i bytes are %j', (text, maxBytes, expected) => {
  expect(cutBytes(text, maxBytes)).toBe(expected);
  expect(Buffer.byteLength(cutBytes(text, maxBytes))).toBeLessThanOrEqual(maxBytes);
});

it('shows a short text as it is, and of a long one the beginning and the length', () => {
  expect(shown('payment_id')).toBe('payment_id');
  expect(shown('x'.repeat(80))).toBe('x'.repeat(80));
  expect(shown('x'.repeat(100_000))).toBe(`${'x'.repeat(80)}… (100000 characters)`);
  expect(shown('a😀😀', 2)).toBe('a… (5 characters)');
});

it.each([
  ['orders', '"orders"'],
  ['a"b', '"a\\"b"'],
  ['z'.repeat(1_000), `"${'z'.repeat(40)}… (1000 characters)"`],
  [1.5, '1.5'],
  [null, 'null'],
  [undefined, 'undefined'],
  [[[[]]], 'a list'],
  [{ a: 1 }, 'an object'],
])('shows of %j what it is: %s', (value, expected) => {
  expect(shownValue(value)).toBe(expected);
});

it('shows the first of a long list and how many follow', () => {
  expect(shownList(['a', 'b'], '; ')).toBe('a; b');
  expect(shownList(['a', 'b', 'c', 'd'], '; ', 2)).toBe('a; b; and 2 more');
  expect(shownList(['y'.repeat(1_000)], '; ')).toBe(`${'y'.repeat(160)}… (1000 characters)`);
});
