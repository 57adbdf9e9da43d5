import { orderHistory } from '../../../domain/orders/orderEvent.ts';
import { userKeys } from '../../../domain/users/userKey.ts';
import { anyOrderEvent } from '../../../events/trx.ts';
import { consumerConfig } from '../../../lib/declare/consumerConfig.ts';
import { table } from '../../../lib/declare/uses.ts';

/** Repeats are recognised by the history itself: an event has one place in it, by its order, time and id. */
export const config = consumerConfig({
  name: 'storeOrderHistory',
  events: [anyOrderEvent],
  uses: [table(orderHistory), table(userKeys)],
});
