/** Mistakes in a decider. */
import { commit } from '../../../lib/commit/commit.ts';
import { consumer } from '../../../lib/consumer/constructors.ts';
import { list } from '../../../lib/store/listing.ts';
import { add, defineTable, put, ref } from '../../../lib/store/store.ts';
import { placed } from '../../fixtures/counting.ts';
import { countOrders, orderCounted, totalRef, totals } from '../../fixtures/orders.ts';
import { recordOf } from '../../fixtures/records.ts';
import { ticketDelivery } from '../../fixtures/tickets.ts';
import { decider, imported, type Mistakes } from './given.ts';

const stocks = defineTable({ name: 'stocks' });
const other = ticketDelivery(async () => ({ number: '7' }));

const throwing = (thrown: unknown) => () => {
  throw thrown;
};

export const decisionMistakes: Mistakes = {
  '`decide` has no `return`': decider({ decide: () => undefined }),
  '`decide` is `async`': decider({ decide: async () => commit({}) }),
  '`decide` returns what a delivery returns': decider({ decide: other.prepare }),
  '`load` has no `return`': decider({ load: () => undefined, decide: () => commit({}) }),
  '`load` is `async`': decider({ load: async () => ({}), decide: () => commit({}) }),
  '`load` names a key, not an item': decider({ load: () => ({ total: 'order#o-1' }), decide: () => commit({}) }),
  '`decide` reads a field that is not there': decider({
    decide: ({ data }: never) => (data as { total: { amount: number } }).total.amount,
  }),
  '`decide` throws a plain `Error`': decider({
    decide: () => {
      throw new Error('no price for this order');
    },
  }),
  'a text is thrown': decider({ decide: throwing('no price for this order') }),
  'a refusal is thrown, not returned': decider({ decide: throwing({ kind: 'refusal', detail: 'no such merchant' }) }),
  'an event’s definition is given, not called': decider({ decide: () => commit({ events: [orderCounted as never] }) }),
  'an event’s data does not fit its schema': decider({
    decide: () => commit({ events: [orderCounted({ order_id: 'o-1', count: 'one' as never })] }),
  }),
  'an entity’s version counts from 0': decider({
    decide: () =>
      commit({ events: [orderCounted({ order_id: 'o-1', count: 1 }, { entity: { stream: 'o-1', version: 0 } })] }),
  }),
  'a list of writes has a hole': decider({ decide: () => commit({ writes: [undefined as never] }) }),
  'one item is written twice in one commit': decider({
    decide: () =>
      commit({ writes: [add(totalRef('o-1'), { amount: 1 }), put(totals, { pk: 'order#o-1', sk: '-', amount: 5 })] }),
  }),
  'a table is not in `uses`': decider({ decide: () => commit({ writes: [put(stocks, { pk: 'a', sk: '-' })] }) }),
  'an item has an empty key': decider({ load: () => ({ total: ref(totals, '') }), decide: () => commit({}) }),
  'the same event id comes with other content': decider(
    { decide: () => commit({}) },
    recordOf({ offset: 1, key: 'a', value: placed('e1', 5) }),
    recordOf({ offset: 2, key: 'a', value: placed('e1', 6) }),
  ),
  'a number beyond 2^53 - 1': decider(
    { decide: () => commit({}) },
    recordOf({ value: '{"id":"e1","type":"order.placed","order_id":"o-1","amount":9007199254740993}' }),
  ),
  'an event lacks a field that is demanded': decider(
    { decide: () => commit({}) },
    recordOf({ value: { id: 'e1', type: 'order.placed', amount: 5 } }),
  ),
  'a value that is not JSON': decider({ decide: () => commit({}) }, recordOf({ value: '{"id":"e1",' })),
  'a declared event has no decider': imported(() => consumer(countOrders, {} as never)),
  'a query without a sensible limit': imported(() =>
    list({ table: totals, partition: 'a' }, { limit: 0, beyond: 'fail' }),
  ),
};
