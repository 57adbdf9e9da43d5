import { expect, it } from 'vitest';
import { cron } from '../../lib/declare/schedule.ts';
import { nextTime } from '../../local/cronTimes.ts';

const fieldsOf = (fields: string) => (cron(fields) as { fields: string }).fields;

/** By calendar: 30 November 2026 is a Monday. */
it.each([
  ['0 2 * * ? *', ['2026-12-01T02:00', '2026-12-02T02:00', '2026-12-03T02:00']],
  ['1/10 * * * ? *', ['2026-11-30T12:41', '2026-11-30T12:51', '2026-11-30T13:01']],
  ['5/20 8-10 1,15 JAN,JUN ? 2027/2', ['2027-01-01T08:05', '2027-01-01T08:25', '2027-01-01T08:45']],
  ['0 9 ? * 2-6 *', ['2026-12-01T09:00', '2026-12-02T09:00', '2026-12-03T09:00']],
  ['0 9 ? * SUN *', ['2026-12-06T09:00', '2026-12-13T09:00', '2026-12-20T09:00']],
  ['0 9 ? * L *', ['2026-12-05T09:00', '2026-12-12T09:00', '2026-12-19T09:00']],
  ['15 10 ? * 6L *', ['2026-12-25T10:15', '2027-01-29T10:15', '2027-02-26T10:15']],
  ['0 9 ? * MON#1 *', ['2026-12-07T09:00', '2027-01-04T09:00', '2027-02-01T09:00']],
  ['0 9 ? * 3#5 *', ['2026-12-29T09:00', '2027-03-30T09:00', '2027-06-29T09:00']],
  ['0 0 L * ? *', ['2026-12-31T00:00', '2027-01-31T00:00', '2027-02-28T00:00']],
  ['0 0 15W 8 ? *', ['2027-08-16T00:00', '2028-08-15T00:00', '2029-08-15T00:00']],
  ['0 0 1W 1 ? *', ['2027-01-01T00:00', '2028-01-03T00:00', '2029-01-01T00:00']],
  ['0 0 29 2 ? *', ['2028-02-29T00:00', '2032-02-29T00:00', '2036-02-29T00:00']],
])('finds the times of %j, in UTC', (fields, expected) => {
  const times: string[] = [];
  let afterMs: number | undefined = Date.parse('2026-11-30T12:34:56Z');
  for (let n = 0; n < expected.length; n += 1) {
    afterMs = afterMs === undefined ? undefined : nextTime(fieldsOf(fields), afterMs);
    if (afterMs !== undefined) times.push(new Date(afterMs).toISOString().slice(0, 16));
  }
  expect(times).toEqual(expected);
});

it('finds none where the years are over', () => {
  expect(nextTime('0 0 1 1 ? 2026', Date.parse('2026-11-30T00:00:00Z'))).toBeUndefined();
});
