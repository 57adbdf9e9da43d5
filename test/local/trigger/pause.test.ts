import { expect, it } from 'vitest';
import { pauseMs } from '../../../local/trigger/pause.ts';

it('doubles its pauses from 100 ms up to 5 s', () => {
  const middle = () => 0.5;
  expect([1, 2, 3, 4, 5, 6, 7, 100].map((attempts) => pauseMs(attempts, middle))).toEqual([
    100, 200, 400, 800, 1600, 3200, 5000, 5000,
  ]);
});

it('strays by a quarter, so that mappings that failed together do not come back together', () => {
  expect(pauseMs(1, () => 0)).toBe(75);
  expect(pauseMs(1, () => 1)).toBe(125);
});
