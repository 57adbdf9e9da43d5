import { expect, test } from 'vitest';
import { compareTimes } from '../../domain/time.ts';

test.each([
  ['2026-11-21T08:00:00.123Z', '2026-11-21T08:00:00.123456789Z', -1],
  ['2026-11-21T08:00:00.124Z', '2026-11-21T08:00:00.123456789Z', 1],
  ['2026-11-21T08:00:00.123Z', '2026-11-21T08:00:00.123000000Z', 0],
  ['2026-11-21T08:00:00.123Z', '2026-11-21T08:00:00.123Z', 0],
  ['2026-11-20T23:59:59.999Z', '2026-11-21T00:00:00.000Z', -1],
])('%s compared with %s is %i', (a, b, order) => {
  expect([compareTimes(a, b), compareTimes(b, a)]).toEqual([order, order === 0 ? 0 : -order]);
});
