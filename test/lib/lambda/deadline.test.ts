import { describe, expect, test } from 'vitest';
import { consumer, delivery } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { createDeadline } from '../../../lib/lambda/deadline.ts';
import { counting, placed } from '../../fixtures/counting.ts';
import { countOrders, mailReceipts, type orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { order, receipt } from '../../fixtures/receipts.ts';
import { recordOf } from '../../fixtures/records.ts';

describe('the deadline of an invocation', () => {
  test('keeps two seconds, as long as nothing took longer', () => {
    let remaining = 2_001;
    const deadline = createDeadline({ remainingMs: () => remaining });
    deadline.took(1_000);
    expect([deadline.canStart(), deadline.budgetMs()]).toEqual([true, 1]);
    remaining = 2_000;
    expect([deadline.canStart(), deadline.budgetMs()]).toEqual([false, 0]);
  });

  test('keeps half as much again as the slowest try took', () => {
    const deadline = createDeadline({ remainingMs: () => 10_000 });
    deadline.took(6_000);
    deadline.took(100);
    expect([deadline.canStart(), deadline.budgetMs()]).toEqual([true, 1_000]);
    deadline.took(8_000);
    expect([deadline.canStart(), deadline.budgetMs()]).toEqual([false, -2_000]);
  });
});

test('after a slow record none is started that may not finish, and every later one of its lane goes back', async () => {
  const platform = await openPlatform([countOrders]);
  const slow: Decider<typeof orderPlaced> = {
    decide: (event, loaded, context) => {
      platform.clock.nowMs += 20_000;
      return counting.decide(event, loaded, context);
    },
  };
  const handler = consumer(countOrders, { 'order.placed': slow }, { open: platform.open() });
  const lane = [0, 1, 2].map((offset) => recordOf({ offset, value: placed(`e${offset}`, 1) }));
  const { outcomes, thrown } = await platform.invoke(handler, lane, 29_000);
  expect(outcomes).toEqual(['handled', 'handed-back', 'handed-back']);
  expect(thrown).toContain('2 of them');
});

test('a message is not sent when too little is left for it by the time it gets its turn', async () => {
  const platform = await openPlatform([mailReceipts]);
  const slow = receipt();
  const prepare: typeof slow.prepare = (...given) => {
    platform.clock.nowMs += 1;
    return slow.prepare(...given);
  };
  const handler = delivery(mailReceipts, { 'order.placed': { ...slow, prepare } }, { open: platform.open() });
  expect((await platform.invoke(handler, [order(0)], 1_999)).outcomes).toEqual(['handed-back']);
  expect(platform.inbox.list(10)).toEqual([]);
});
