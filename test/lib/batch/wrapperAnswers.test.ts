import { describe, expect, test } from 'vitest';
import { commit } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

describe('a wrapper', () => {
  const counting: Decider<typeof orderPlaced> = { decide: () => commit({}) };

  test('that swallows the answer has the batch handed back, for the record may be handled', async () => {
    const platform = await openPlatform([countOrders]);
    const withTiming =
      (next: (...given: never[]) => unknown) =>
      async (...given: never[]) =>
        void (await next(...given));
    const options = { open: platform.open(), wrappers: [withTiming as never] };
    const { outcomes } = await platform.invoke(consumer(countOrders, { 'order.placed': counting }, options), [
      recordOf({ value: placed('e1', 5) }),
    ]);
    expect(outcomes).toEqual(['handed-back']);
    const told = platform.lines.map(({ error }) => error).filter((error) => String(error).includes('withTiming'));
    expect(told[0]).toContain('withTiming answered undefined; return what next(message, work) answers');
  });

  const withNothing = () => undefined;

  test('that is none is told where it is given', () => {
    const wrappers = [withNothing as never];
    expect(() => consumer(countOrders, { 'order.placed': counting }, { wrappers })).toThrow(
      'withNothing returned undefined; return async (message, work) => …',
    );
  });
});
