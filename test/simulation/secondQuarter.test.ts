import { test } from 'vitest';
import { expectPromisesKept, expectSameRunAgain, seedsOf } from './seeds.ts';

test.each(seedsOf(2))(
  'whatever goes wrong, the promises hold: seeds %i to %i',
  { timeout: 300_000 },
  expectPromisesKept,
);

test('a seed makes the same run again', () => expectSameRunAgain(8));
