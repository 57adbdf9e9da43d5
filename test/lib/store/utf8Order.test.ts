import { expect, it } from 'vitest';
import { firstBeyond } from '../../../lib/store/utf8Order.ts';

it.each([
  ['a', 'b'],
  ['user#', 'user$'],
  ['\u007f', '\u0080'],
  ['\ud7ff', '\ue000'],
  ['\uffff', '\u{10000}'],
  ['😀', '😁'],
  ['a\u{10ffff}', 'b'],
  ['\u{10ffff}', undefined],
  ['', undefined],
])('what begins with %j ends before %j', (prefix, beyond) => {
  expect(firstBeyond(prefix)).toBe(beyond);
});
