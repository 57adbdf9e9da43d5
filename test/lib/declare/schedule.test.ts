import { describe, expect, it } from 'vitest';
import { cron, every } from '../../../lib/declare/schedule.ts';

describe('every', () => {
  it('takes whole minutes', () => {
    expect(every(15)).toEqual({ kind: 'every', minutes: 15 });
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (minutes) => {
    expect(() => every(minutes)).toThrow(`every(${minutes}): expected a whole number of minutes, 1 or more`);
  });
});

describe('cron', () => {
  it.each([
    '0 2 * * ? *',
    '0/15 * * * ? *',
    '*/7 8-17 ? * MON-FRI 2026-2028',
    '5/20 8-10 1,15 JAN,JUN ? 2027/2',
    '0 0 L * ? *',
    '0 0 15W * ? *',
    '15 10 ? * 6L *',
    '15 10 ? * FRIL *',
    '0 9 ? * 2#1 *',
    '0 9 ? * MON#5 *',
    '0 9 ? * L *',
    '0 0 29 2 ? *',
    '0 0 31 1,2 ? 1970,2199',
  ])('takes %j', (fields) => {
    expect(cron(fields)).toEqual({ kind: 'cron', fields });
  });

  it.each([
    [
      '0 2 * * *',
      'expected six fields, one space between them: minutes, hours, day of month, month, day of week, year',
    ],
    ['', 'expected six fields'],
    ['0 2 *  * ? *', 'expected six fields'],
    ['0 2 * * ? * ', 'expected six fields'],
    ['cron(0 2 * * ? *)', 'expected six fields'],
    ['60 2 * * ? *', 'minutes is 60, expected such as 0, 0/15, 5,35'],
    ['-1 2 * * ? *', 'minutes is -1'],
    ['1,,2 2 * * ? *', 'minutes is 1,,2'],
    ['0/0 2 * * ? *', 'minutes is 0/0'],
    ['0/5/5 2 * * ? *', 'minutes is 0/5/5'],
    ['1.5 2 * * ? *', 'minutes is 1.5'],
    ['? 2 * * ? *', 'minutes is ?'],
    ['0 24 * * ? *', 'hours is 24'],
    ['0 17-8 * * ? *', 'hours is 17-8'],
    ['0 1-2-3 * * ? *', 'hours is 1-2-3'],
    ['0 2 0 * ? *', 'day of month is 0'],
    ['0 2 32W * ? *', 'day of month is 32W'],
    ['0 2 L,1 * ? *', 'day of month is L,1'],
    ['0 2 * 13 ? *', 'month is 13, expected such as *, 1, JAN-MAR'],
    ['0 2 * jan ? *', 'month is jan'],
    ['0 2 ? * 0 *', 'day of week is 0'],
    ['0 2 ? * SUN/2 *', 'day of week is SUN/2'],
    ['0 2 ? * 2#6 *', 'day of week is 2#6'],
    ['0 2 ? * 2#1,3#1 *', 'day of week is 2#1,3#1'],
    ['0 2 ? * MO *', 'day of week is MO'],
    ['0 2 ? * XYZL *', 'day of week is XYZL'],
    ['0 2 * * ? 1969', 'year is 1969'],
    ['0 2 * * ? 26', 'year is 26'],
    ['0 2 * * * *', 'day of month is * and day of week is *: exactly one of the two must be ?'],
    ['0 2 ? * ? *', 'day of month is ? and day of week is ?'],
    ['0 2 30 2 ? *', 'no month of 2 has a day 30'],
    ['0 2 31 APR,JUN ? *', 'no month of APR,JUN has a day 31'],
  ])('refuses %j', (fields, why) => {
    expect(() => cron(fields)).toThrow(RangeError);
    expect(() => cron(fields)).toThrow(`cron(${JSON.stringify(fields)}): ${why}`);
  });
});
