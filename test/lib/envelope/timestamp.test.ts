import { expect, it } from 'vitest';
import { toUtc } from '../../../lib/envelope/timestamp.ts';

const recordMs = Date.parse('2026-11-21T07:59:00.250Z');

it.each([
  ['2026-11-21T08:00:00Z', '2026-11-21T08:00:00.000Z'],
  ['2026-11-21T08:00:00.1Z', '2026-11-21T08:00:00.100Z'],
  ['2026-11-21T08:00:00.123Z', '2026-11-21T08:00:00.123Z'],
  ['2026-11-21T08:00:00.123000Z', '2026-11-21T08:00:00.123Z'],
  ['2026-11-21T08:00:00.1234Z', '2026-11-21T08:00:00.123400000Z'],
  ['2026-11-21T08:00:00.123456789Z', '2026-11-21T08:00:00.123456789Z'],
  ['2026-11-21T08:00:00.000000001Z', '2026-11-21T08:00:00.000000001Z'],
  ['2026-11-21T08:00:00.1234567891234Z', '2026-11-21T08:00:00.123456789Z'],
  ['2026-11-21T16:00:00+08:00', '2026-11-21T08:00:00.000Z'],
  ['2026-11-21T02:30:00.5-05:30', '2026-11-21T08:00:00.500Z'],
  ['2026-11-22T00:30:00.999999999+14:00', '2026-11-21T10:30:00.999999999Z'],
  ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
  ['2026-11-21T08:00:00-00:00', '2026-11-21T08:00:00.000Z'],
  ['2026-11-21t08:00:00z', '2026-11-21T08:00:00.000Z'],
  ['2026-11-21 08:00:00Z', '2026-11-21T08:00:00.000Z'],
  ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
  ['2028-02-29T00:00:00.000Z', '2028-02-29T00:00:00.000Z'],
  ['2026-12-31T23:59:59.999Z', '2026-12-31T23:59:59.999Z'],
  ['2026-04-30T08:00:00.000Z', '2026-04-30T08:00:00.000Z'],
])('%s is %s', (came, expected) => {
  expect(toUtc(came, recordMs)).toBe(expected);
});

it.each([
  [1795248000, '2026-11-21T08:00:00.000Z'],
  [1795248000.5, '2026-11-21T08:00:00.500Z'],
  [1795248000123, '2026-11-21T08:00:00.123Z'],
  [0, '1970-01-01T00:00:00.000Z'],
])('%d since the epoch is %s', (came, expected) => {
  expect(toUtc(came, recordMs)).toBe(expected);
});

it.each([[undefined], [null], [''], ['0001-01-01T00:00:00Z']])('%j is the time of the record', (came) => {
  expect(toUtc(came, recordMs)).toBe('2026-11-21T07:59:00.250Z');
});

it.each([
  ['no offset', '2026-11-21T08:00:00'],
  ['an offset without colon', '2026-11-21T08:00:00+0800'],
  ['no time', '2026-11-21'],
  ['a day that month lacks', '2026-02-30T08:00:00Z'],
  ['a day that month lacks, as we write times', '2026-04-31T08:00:00.000Z'],
  ['29 February of a common year, as we write times', '2026-02-29T08:00:00.000Z'],
  ['hour 24, as we write times', '2026-11-21T24:00:00.000Z'],
  ['second 60, as we write times', '2026-11-21T08:00:60.000Z'],
  ['29 February of a common year', '2026-02-29T08:00:00Z'],
  ['a month too many', '2026-13-01T08:00:00Z'],
  ['hour 24', '2026-11-21T24:00:00Z'],
  ['minute 60', '2026-11-21T08:60:00Z'],
  ['an offset of a whole day', '2026-11-21T08:00:00+24:00'],
  ['a year that its offset moves out of four digits', '9999-12-31T23:59:59-01:00'],
  ['words', 'yesterday'],
  ['digits in a string', '1795248000'],
  ['blanks around it', ' 2026-11-21T08:00:00Z'],
  ['microseconds since the epoch', 1795248000123456],
  ['what no date reaches', 1e18],
  ['a boolean', true],
  ['an object', { seconds: 1795248000 }],
])('%s is poison', (_, came) => {
  expect(() => toUtc(came, recordMs)).toThrow(expect.objectContaining({ code: 'BAD_TIMESTAMP', class: 'poison' }));
});
