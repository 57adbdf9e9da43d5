import { expect, it } from 'vitest';
import { retryAfterOf } from '../../../lib/errors/retryAfter.ts';

const nowMs = Date.parse('1994-11-06T08:49:27Z');
const headers = (given: Record<string, string>) => (name: string) => given[name];

it.each([
  ['seconds', '120', 120_000],
  ['a fraction of one', '0.5', 500],
  ['spaces around them', ' 3 ', 3_000],
  ['a date', 'Sun, 06 Nov 1994 08:49:37 GMT', 10_000],
  ['a date as RFC 850 had it', 'Sunday, 06-Nov-94 08:49:37 GMT', 10_000],
  ['a date as asctime has it', 'Sun Nov  6 08:49:37 1994', 10_000],
])('understands %s', (_, told, ms) => {
  expect(retryAfterOf(headers({ 'retry-after': told }), nowMs)).toBe(ms);
});

it.each([
  ['nothing', ''],
  ['no time at all', '0'],
  ['a date that has come', 'Sun, 06 Nov 1994 08:49:27 GMT'],
  ['a date long past', 'Sat, 05 Nov 1994 08:49:37 GMT'],
  ['a negative number', '-5'],
  ['an endless number', 'Infinity'],
  ['words', 'in 5 minutes'],
  ['a word that a lenient parser makes a date of', 'soon 5'],
  ['a date that is none', 'Sun, 99 Nov 1994 08:49:37 GMT'],
])('makes nothing of %s', (_, told) => {
  expect(retryAfterOf(headers({ 'retry-after': told }), nowMs)).toBeUndefined();
});

it('measures a date by the clock that it was told by', () => {
  const given = { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT', date: 'Sun, 06 Nov 1994 08:49:35 GMT' };
  expect(retryAfterOf(headers(given), nowMs)).toBe(2_000);
});

it('takes AWS’s own header in milliseconds', () => {
  expect(retryAfterOf(headers({ 'x-amz-retry-after': '250', 'retry-after': '1' }), nowMs)).toBe(250);
});
