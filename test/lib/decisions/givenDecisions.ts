/** A consumer of orders that decides as a test has it. */
import { consumer } from '../../../lib/consumer/constructors.ts';
import type { Decider } from '../../../lib/decisions/decider.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders, type orderPlaced } from '../../fixtures/orders.ts';
import type { Platform } from '../../fixtures/platform.ts';
import { recordOf } from '../../fixtures/records.ts';

export type Decide = Decider<typeof orderPlaced>['decide'];

export const deciding = (platform: Platform, decide: Decide, change?: Parameters<Platform['open']>[0]) =>
  consumer(countOrders, { 'order.placed': { decide } }, { open: platform.open(change) });

/** Each with a key of its own. */
export const recordAt = (offset: number, id: string, amount = 5, more: object = {}) =>
  recordOf({ offset, key: `k${offset}`, value: placed(id, amount), ...more });
