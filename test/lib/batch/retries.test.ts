import { describe, expect, test } from 'vitest';
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { Fault } from '../../../lib/errors/fault.ts';
import { headerText } from '../../../lib/kafka/record.ts';
import { counting, placed, total } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced } from '../../fixtures/orders.ts';
import { openPlatform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

describe('a failure that may pass', () => {
  const failing = (times: number, error: Error): Decider<typeof orderPlaced> => {
    let left = times;
    return {
      decide: (event, loaded, context) => {
        if (left-- > 0) throw error;
        return counting.decide(event, loaded, context);
      },
    };
  };

  test('is tried three times in all, with growing pauses', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(
      countOrders,
      { 'order.placed': failing(2, new Error('reset by peer')) },
      { open: platform.open() },
    );
    const { reports } = await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })]);
    expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([['handled', 3]]);
    expect(platform.sleeps).toEqual([1000, 2000]);
  });

  test('gives each try the event as it came, whatever the try before made of it', async () => {
    const platform = await openPlatform([countOrders]);
    const seen: number[] = [];
    const spoiling: Decider<typeof orderPlaced> = {
      decide: (event, loaded, context) => {
        seen.push(event.data.amount);
        event.data.amount += 1;
        if (seen.length < 3) throw new Error('reset by peer');
        return counting.decide(event, loaded, context);
      },
    };
    const handler = consumer(countOrders, { 'order.placed': spoiling }, { open: platform.open() });
    await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })]);
    expect(seen).toEqual([5, 5, 5]);
  });

  test('ends as a dead letter after the third try', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(
      countOrders,
      { 'order.placed': failing(99, new Error('reset by peer')) },
      { open: platform.open() },
    );
    const { reports } = await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })]);
    expect(reports.map(({ outcome, attempts, errorCode }) => [outcome, attempts, errorCode])).toEqual([
      ['dead-letter', 3, 'UNKNOWN'],
    ]);
    const [letter] = await platform.onTopic('orders.dead');
    expect(headerText(letter?.headers ?? [], 'x-attempts')).toBe('3');
  });

  test('goes back to Lambda when the next pause does not fit into this invocation', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(
      countOrders,
      { 'order.placed': failing(99, new Error('reset by peer')) },
      { open: platform.open() },
    );
    const { outcomes, thrown } = await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })], 2_500);
    expect(outcomes).toEqual(['handed-back']);
    expect(thrown).toMatch(/^records of this batch go back to Lambda/);
    expect(await platform.onTopic('orders.dead')).toEqual([]);
  });

  test('of our own making hands back the rest of its key, and no other key', async () => {
    const platform = await openPlatform([countOrders]);
    const down: Decider<typeof orderPlaced> = {
      decide: (event, loaded, context) => {
        if (event.data.order_id === 'o-1') throw new Fault('STORE_UNAVAILABLE', 'gone for lunch');
        return counting.decide(event, loaded, context);
      },
    };
    const handler = consumer(countOrders, { 'order.placed': down }, { open: platform.open() });
    const { reports, thrown } = await platform.invoke(handler, [
      recordOf({ offset: 0, key: 'o-1', value: placed('e1', 5) }),
      recordOf({ offset: 1, key: 'o-2', value: placed('e2', 5, { order_id: 'o-2' }) }),
      recordOf({ offset: 2, key: 'o-1', value: placed('e3', 5) }),
    ]);
    expect(reports.map(({ eventId, outcome, attempts }) => [eventId, outcome, attempts])).toEqual([
      ['e1', 'handed-back', 1],
      ['e2', 'handled', 1],
      [null, 'handed-back', 0],
    ]);
    expect(thrown).toContain('countOrders: 2 of them');
  });

  test('starts no record that may not finish in time', async () => {
    const platform = await openPlatform([countOrders]);
    const handler = consumer(countOrders, { 'order.placed': counting }, { open: platform.open() });
    const { reports, thrown } = await platform.invoke(handler, [recordOf({ value: placed('e1', 5) })], 1_900);
    expect(reports.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([['handed-back', 0]]);
    expect(thrown).not.toBeNull();
    expect(await total(platform)).toBeUndefined();
  });
});
